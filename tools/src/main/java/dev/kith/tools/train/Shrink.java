package dev.kith.tools.train;

import dev.kith.encoder.Image;
import dev.kith.encoder.Preparation;
import dev.kith.encoder.image.Resampler;
import java.nio.FloatBuffer;
import java.util.List;

/// Brings pictures to a net's size the way an encoder does, but keeps them as bytes: training
/// normalises after it has distorted them. Thread-safe.
final class Shrink {
  private final Resampler resampler;
  private final int count;

  Shrink(Preparation preparation) {
    var zeros = preparation.mean().stream().map(_ -> 0.0).toList();
    var ones = zeros.stream().map(_ -> 1.0).toList();
    this.resampler = new Resampler(raw(preparation, zeros, ones));
    this.count = preparation.floats();
  }

  private static Preparation raw(Preparation like, List<Double> zeros, List<Double> ones) {
    return new Preparation(
        like.channels(), like.height(), like.width(), like.colour(), like.fit(), zeros, ones);
  }

  byte[] planes(Image image) {
    var buffer = FloatBuffer.allocate(count);
    resampler.write(image, buffer);
    var bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) Math.clamp(Math.round(255 * buffer.get(i)), 0, 255);
    }
    return bytes;
  }
}
