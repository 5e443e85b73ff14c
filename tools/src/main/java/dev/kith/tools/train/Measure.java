package dev.kith.tools.train;

import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.export.Tensor;
import java.util.stream.IntStream;

/// Measures a net in training on classes it never learns from.
final class Measure {
  private Measure() {}

  static Embeddings embed(Trainer trainer, ImageSet set) {
    int[] all = IntStream.range(0, set.size()).toArray();
    Tensor rows = trainer.embed(set, all);
    int[] labels = set.labels().stream().toArray();
    return new Embeddings(rows.shape().get(1), rows.values(), labels);
  }
}
