package dev.kith.tools.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.tools.evaluate.LabelledImages;
import dev.kith.tools.evaluate.Retrieval;
import java.util.Locale;

/// How well an encoder finds classes that nothing was learnt from: what decides whether a change to
/// it is let out.
record Standing(double recallAt1, double mapAtR) {
  static Standing of(LabelledImages images) {
    var found = Retrieval.of(images.embeddings());
    return new Standing(found.recallAt1(), found.mapAtR());
  }

  /// By how much the other is worse, in the measure where it lost most; negative where it gained in
  /// both.
  double fallTo(Standing other) {
    return Math.max(recallAt1 - other.recallAt1, mapAtR - other.mapAtR);
  }

  ObjectNode json() {
    return JsonNodeFactory.instance.objectNode().put("recallAt1", recallAt1).put("mapAtR", mapAtR);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "R@1 %.4f, MAP@R %.4f", recallAt1, mapAtR);
  }
}
