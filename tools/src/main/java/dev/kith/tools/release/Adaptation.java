package dev.kith.tools.release;

import dev.kith.encoder.Encoder;
import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.evaluate.LabelledImages;
import dev.kith.tools.export.Appended;
import dev.kith.tools.export.Exporter;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.train.HeadTraining;
import dev.kith.tools.train.HeadTraining.Head;
import dev.kith.tools.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/// An encoder with a head trained on it, measured beside what it was on classes that nothing was
/// learnt from and nothing was chosen by.
///
/// @param held those classes, as the adapted model embeds them
/// @param parity how far the model is off what training gave for them
record Adaptation(
    OnnxFile model,
    Head head,
    LabelledImages held,
    Standing before,
    Standing after,
    double parity) {
  private static final double HELD = 0.2;
  private static final double WATCHED = 0.25;

  /// The classes of a data set, three ways.
  private record Parts(Classes all, Classes seen) {
    static Parts of(LabelledImages images, long seed) {
      var all = Classes.drawn(images.classes(), 1 - HELD, seed);
      var seen = Classes.drawn(all.learnt().stream().sorted().toList(), 1 - WATCHED, seed);
      return new Parts(all, seen);
    }
  }

  /// Trains, appends, and encodes the held-out classes again.
  ///
  /// @param principal whether the head's one linear layer starts at the embeddings' principal axes
  static Adaptation of(
      Encoder encoder, OnnxFile model, Path images, Recipe recipe, boolean principal)
      throws IOException {
    var encoded = LabelledImages.encode(encoder, images);
    var parts = Parts.of(encoded, recipe.seed());
    var learnt = encoded.only(parts.seen().learnt()).embeddings();
    var watched = encoded.only(parts.seen().held()).embeddings();
    var head = new HeadTraining(recipe, learnt, watched).train(start(recipe, learnt, principal));
    String output = encoder.manifest().text("output").orElseGet(model::output);
    var adapted = Appended.to(model, output, head.net(), head.weights());
    var words = new LinkedHashMap<>(encoder.manifest().keys());
    words.put("kith.output", adapted.output());
    words.put("kith.dimension", String.valueOf(head.net().dimension()));
    try (Encoder after = EncoderFile.of(adapted.saying(words).bytes()).open()) {
      var before = encoded.only(parts.all().held());
      var held = LabelledImages.encode(after, images, parts.all().held()::contains);
      return new Adaptation(
          adapted.saying(words),
          head,
          held,
          Standing.of(before),
          Standing.of(held),
          parity(head.embed(before.embeddings()), held.embeddings()));
    }
  }

  private static Weights start(Recipe recipe, Embeddings learnt, boolean principal) {
    var start = Weights.start(recipe.net(), recipe.seed());
    if (!principal) {
      return start;
    }
    var tensors = new LinkedHashMap<String, Tensor>(start.all());
    tensors.replaceAll((_, _) -> PrincipalAxes.of(learnt, recipe.net().dimension()));
    return new Weights(tensors);
  }

  private static double parity(Embeddings trained, Embeddings exported) {
    double worst = 0;
    for (int row = 0; row < trained.size(); row++) {
      worst = Math.max(worst, Parity.difference(trained.values(row), exported.values(row)));
    }
    return worst;
  }

  /// @throws CommandFailure if the model is off, or worse by more than that
  Adaptation checked(double margin) {
    if (!(parity <= Exporter.TOLERANCE)) {
      throw new CommandFailure(
          "the adapted model is off by %.3g, expected at most %.0e"
              .formatted(parity, Exporter.TOLERANCE));
    }
    double fall = before.fallTo(after);
    if (head.step() == 0 || fall > margin) {
      throw new CommandFailure(
          "adapting gained nothing: %s on %d classes held out, %s before: nothing is written"
              .formatted(after, held.classes().size(), before));
    }
    return this;
  }
}
