package dev.kith.tools.train;

import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.ImpostorTail;
import dev.kith.tools.export.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Measures a net in training on classes it never learns from.
final class Measure {
  private static final double TAIL = 0.001;
  private static final int SMALLEST_TAIL = 50;
  private static final int MOST_SCORES = 8_000_000;

  private Measure() {}

  static Embeddings embed(Trainer trainer, ImageSet set) {
    int[] all = IntStream.range(0, set.size()).toArray();
    Tensor rows = trainer.embed(set, all);
    int[] labels = set.labels().stream().toArray();
    return new Embeddings(rows.shape().get(1), rows.values(), labels);
  }

  /// The tail of the scores between different classes.
  ///
  /// @throws RecipeException if there are too few comparisons for one
  static ImpostorTail tail(Embeddings all) {
    var scores = new float[1 << 16];
    int n = 0;
    // where there are too many pairs, every so many-th row is compared
    int stride = (int) Math.max(1, (long) all.size() * all.size() / 2 / MOST_SCORES);
    for (int a = 0; a < all.size(); a++) {
      for (int b = a % stride; b < a; b += stride) {
        if (all.label(a) != all.label(b)) {
          if (n == scores.length) {
            scores = Arrays.copyOf(scores, 2 * n);
          }
          scores[n++] = all.score(a, b);
        }
      }
    }
    if (n < 20 * SMALLEST_TAIL) {
      throw new RecipeException(
          "%d comparisons between classes for validation, expected at least %d"
              .formatted(n, 20 * SMALLEST_TAIL));
    }
    double share = Math.max(TAIL, (double) SMALLEST_TAIL / n);
    return ImpostorTail.fit(Arrays.copyOf(scores, n), share, all.classes());
  }
}
