package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundledTest {
  @Test
  void theBundledEncoderExplainsItself() {
    byte[] model = OnnxEncoders.bundled().orElseThrow();
    try (Encoder encoder =
        new OnnxEncoders(Provider.CPU, 1_000_000).open(model, Optional.empty())) {
      assertThat(encoder.manifest().name()).hasValue(OnnxEncoders.BUNDLED);
      assertThat(encoder.manifest().dimension()).hasValue(encoder.space().dimension());
      assertThat(encoder.manifest().threshold()).isPresent();
      byte[] noise = new byte[105 * 105];
      new Random(20261124).nextBytes(noise);
      assertThat(encoder.encode(new Image(105, 105, 1, noise)))
          .isInstanceOf(Encoding.Encoded.class);
    }
  }
}
