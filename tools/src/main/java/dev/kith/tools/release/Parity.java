package dev.kith.tools.release;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import dev.kith.gallery.Embedding;
import dev.kith.tools.export.Exporter;
import dev.kith.tools.terminal.CommandFailure;
import java.util.Random;

/// Whether two encoders say the same of images of all sizes, from pixels to embedding.
final class Parity {
  private static final int IMAGES = 8;
  private static final int SIDE = 60;

  private Parity() {}

  /// @return the largest difference of an embedding's numbers
  /// @throws CommandFailure if it is above [Exporter#TOLERANCE]
  static double checked(Encoder one, Encoder other) {
    var random = new Random(1);
    double worst = 0;
    for (int i = 0; i < IMAGES; i++) {
      int width = SIDE + random.nextInt(SIDE);
      var samples = new byte[3 * width * SIDE];
      random.nextBytes(samples);
      var image = new Image(width, SIDE, 3, samples);
      worst = Math.max(worst, difference(embedding(one, image), embedding(other, image)));
    }
    if (!(worst <= Exporter.TOLERANCE)) {
      throw new CommandFailure(
          "the exported encoder is off by %.3g, expected at most %.0e"
              .formatted(worst, Exporter.TOLERANCE));
    }
    return worst;
  }

  private static float[] embedding(Encoder encoder, Image image) {
    return switch (encoder.encode(image)) {
      case Encoding.Encoded(Embedding embedding) -> embedding.toArray();
      case Encoding.Unusable(_, String reason) -> throw new CommandFailure(reason);
    };
  }

  /// The largest difference of two embeddings' numbers.
  static double difference(float[] one, float[] other) {
    double worst = 0;
    for (int i = 0; i < one.length; i++) {
      worst = Math.max(worst, Math.abs(one[i] - other[i]));
    }
    return worst;
  }
}
