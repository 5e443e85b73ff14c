package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.kith.gallery.GalleryException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderTest {
  @Test
  void cudaWithoutAGpuSaysWhatToDo() {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "this build has CUDA");
    assertThatThrownBy(() -> new OnnxEncoders(Provider.CUDA, 1).open(new byte[0], Optional.empty()))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("-Pcuda");
  }

  @Test
  void bytesThatAreNoModelAreRefused() {
    assertThatThrownBy(
            () -> new OnnxEncoders(Provider.AUTO, 1).open(new byte[] {1, 2, 3}, Optional.empty()))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("can't load the model");
  }

  @Test
  void anUnknownProviderIsRefused() {
    assertThatThrownBy(() -> Provider.of("gpu"))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("cpu, cuda or auto");
  }
}
