package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Image;
import dev.kith.encoder.Preparation;
import dev.kith.encoder.image.ImageReading;
import dev.kith.encoder.image.Resampler;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Decoding, resizing and normalising a 250 x 250 JPEG costs less than a MobileFaceNet inference.
/// Both are measured in turns, and the best of each counts, since the machine is shared.
class PreparationCostTest {
  private static final Path MODEL =
      Path.of(System.getProperty("kith.shared", "none")).resolve("data/onnx/mobilefacenet.onnx");

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  @Test
  void preparationCostsLessThanInference() throws Exception {
    assumeTrue(Files.exists(MODEL), "no shared data at " + MODEL);
    byte[] jpeg = jpeg();
    ImageReading reading = new ImageReading(1_000_000);
    try (var manifest = FacesTest.class.getResourceAsStream("mobilefacenet.json");
        Encoder encoder =
            new OnnxEncoders(Provider.CPU, 1_000_000)
                .open(Files.readAllBytes(MODEL), Optional.of(manifest.readAllBytes()))) {
      Preparation preparation = Preparation.of(encoder.manifest());
      Resampler resampler = new Resampler(preparation);
      FloatBuffer input =
          ByteBuffer.allocateDirect(Float.BYTES * preparation.floats())
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      Image ready = new Image(112, 112, 3, new byte[3 * 112 * 112]);
      double prepare = Double.MAX_VALUE;
      double infer = Double.MAX_VALUE;
      for (int round = 0; round < 30; round++) {
        prepare =
            Math.min(prepare, millis(() -> resampler.write(reading.read(jpeg), input.clear())));
        infer = Math.min(infer, millis(() -> encoder.encode(ready)));
      }
      System.out.printf("preparation %.2f ms, inference %.2f ms%n", prepare, infer);
      assertThat(prepare).isLessThan(infer);
    }
  }

  private static double millis(Work work) throws Exception {
    int times = 10;
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e6 / times;
  }

  /// Smooth shapes with a little texture, some 10 KB.
  private static byte[] jpeg() throws Exception {
    BufferedImage image = new BufferedImage(250, 250, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 250; y++) {
      for (int x = 0; x < 250; x++) {
        int light = (int) (128 + 90 * Math.sin(x / 17.0) * Math.cos(y / 23.0)) + (x * y) % 13;
        image.setRGB(x, y, light << 16 | (light * 3 / 4) << 8 | light / 2);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }
}
