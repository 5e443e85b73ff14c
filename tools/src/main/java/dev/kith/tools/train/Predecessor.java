package dev.kith.tools.train;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import dev.kith.encoder.onnx.OnnxEncoders;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.loss.InfluenceLoss;
import dev.kith.tools.loss.WeightedLosses;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;

/// The encoder that a new one shall stay compatible with: probes of the new one are to find their
/// subjects among templates of this one.
record Predecessor(Recipe.Compatibility terms, Encoder encoder) implements AutoCloseable {
  /// Of each class; more change its mean but little.
  private static final int SAMPLES = 20;

  /// @param home that the encoder's path starts from
  /// @param dimension of the new encoder
  /// @throws RecipeException if there is no such encoder, or it can't be compared with
  static Predecessor open(Recipe.Compatibility terms, Path home, int dimension) throws IOException {
    try {
      var encoder = EncoderFile.read(found(terms.encoder(), home)).open();
      if (encoder.space().dimension() != dimension) {
        encoder.close();
        throw new RecipeException(
            "a net of %d dimensions, expected %d, those of %s, which it shall be compatible with"
                .formatted(dimension, encoder.space().dimension(), terms.encoder()));
      }
      return new Predecessor(terms, encoder);
    } catch (CommandFailure | GalleryException.Invalid e) {
      throw new RecipeException("compatibleWith: " + e.getMessage());
    }
  }

  private static String found(String name, Path home) {
    return name.equals(OnnxEncoders.BUNDLED) ? name : home.resolve(name).toString();
  }

  Space space() {
    return encoder.space();
  }

  /// @throws RecipeException if it can do nothing with the picture
  Embedding embed(Image image) {
    return switch (encoder.encode(image)) {
      case Encoding.Encoded(var embedding) -> embedding;
      case Encoding.Unusable(_, String reason) ->
          throw new RecipeException("%s refuses a picture: %s".formatted(terms.encoder(), reason));
    };
  }

  /// What keeps the new encoder near: classes' centroids in the old space, held fixed.
  WeightedLosses.Part influence(ImageSet training) {
    int dimension = space().dimension();
    var centroids = new float[training.classes() * dimension];
    var seen = new int[training.classes()];
    for (int sample = 0; sample < training.size(); sample++) {
      int label = training.labels().at(sample);
      if (seen[label]++ < SAMPLES) {
        float[] one = training.before(sample).toArray();
        for (int i = 0; i < dimension; i++) {
          centroids[label * dimension + i] += one[i];
        }
      }
    }
    return new WeightedLosses.Part(
        terms.weight(), new InfluenceLoss(centroids, dimension, terms.temperature()));
  }

  @Override
  public void close() {
    encoder.close();
  }
}
