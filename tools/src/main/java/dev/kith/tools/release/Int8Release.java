package dev.kith.tools.release;

import dev.kith.encoder.Encoder;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.evaluate.LabelledImages;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.int8.Int8;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;

/// A quantised model, measured beside the one it comes from.
///
/// @param held the classes it was measured on, as it embeds them
record Int8Release(
    OnnxFile model, LabelledImages held, Standing before, Standing after, Pace pace) {
  private static final double LEARNT = 0.2;

  /// Finds ranges on a fifth of the classes and measures on the others.
  ///
  /// @param encoded all images as the float model embeds them
  /// @param samples to find ranges with
  static Int8Release of(
      Encoder encoder, OnnxFile model, LabelledImages encoded, Path images, int samples, long seed)
      throws IOException {
    var classes = Classes.drawn(encoded.classes(), LEARNT, seed);
    var inputs = Inputs.of(images, encoder.manifest(), classes.learnt(), samples);
    var rounded = Int8.quantised(model, inputs);
    try (Encoder after = EncoderFile.of(rounded.bytes()).open()) {
      var held = LabelledImages.encode(after, images, classes.held()::contains);
      return new Int8Release(
          rounded,
          held,
          Standing.of(encoded.only(classes.held())),
          Standing.of(held),
          Pace.of(model, rounded, inputs));
    }
  }

  /// @throws CommandFailure if it lost more than that
  Int8Release checked(double margin) {
    double fall = before.fallTo(after);
    if (fall > margin) {
      throw new CommandFailure(
          "int8 is worse by %.4f on %d classes (%s, float %s), expected at most %s: nothing is written"
              .formatted(fall, held.classes().size(), after, before, margin));
    }
    return this;
  }
}
