package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a GPU and a CPU say of the same image; skipped where the build or the machine has no CUDA.
class CudaTest {
  private static final Path MODEL =
      Path.of(System.getProperty("kith.shared", "none")).resolve("data/onnx/mobilefacenet.onnx");

  @Test
  void gpuAndCpuAgree() throws Exception {
    assumeTrue(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "no CUDA in this build");
    assumeTrue(Files.exists(Path.of("/dev/nvidia0")), "no GPU in this machine");
    assumeTrue(Files.exists(MODEL), "no shared data at " + MODEL);
    byte[] model = Files.readAllBytes(MODEL);
    Random random = new Random(20261124);
    try (var in = FacesTest.class.getResourceAsStream("mobilefacenet.json")) {
      Optional<byte[]> manifest = Optional.of(in.readAllBytes());
      try (Encoder cpu = new OnnxEncoders(Provider.CPU, 1_000_000).open(model, manifest);
          Encoder gpu = new OnnxEncoders(Provider.CUDA, 1_000_000).open(model, manifest)) {
        assertThat(gpu.space()).isEqualTo(cpu.space());
        for (int i = 0; i < 20; i++) {
          byte[] noise = new byte[3 * 112 * 112];
          random.nextBytes(noise);
          Image image = new Image(112, 112, 3, noise);
          assertThat(cosine(cpu.encode(image), gpu.encode(image))).isGreaterThanOrEqualTo(0.9999);
        }
      }
    }
  }

  private static double cosine(Encoding left, Encoding right) {
    float[] a = ((Encoding.Encoded) left).embedding().toArray();
    float[] b = ((Encoding.Encoded) right).embedding().toArray();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
