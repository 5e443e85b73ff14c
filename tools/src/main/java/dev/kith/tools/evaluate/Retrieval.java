package dev.kith.tools.evaluate;

import java.util.List;
import java.util.stream.IntStream;

/// Each sample looks for its class among all others (Musgrave, Belongie and Lim 2020).
///
/// @param recallAt1 share of samples whose nearest other sample is of their class
/// @param rPrecision mean share of a sample's class among its R nearest, where R others are of it
/// @param mapAtR mean average precision over the R nearest
public record Retrieval(double recallAt1, double rPrecision, double mapAtR) {
  /// Recall@1 alone.
  public static double recallAt1(Embeddings all) {
    return of(all).recallAt1();
  }

  /// Samples that are the only one of their class are passed over. Cost: a score for each pair, on
  /// all cores.
  public static Retrieval of(Embeddings all) {
    List<int[]> classes = OpenSet.rowsOfClasses(all);
    double[] sums =
        IntStream.range(0, all.size())
            .parallel()
            .filter(row -> classes.get(all.label(row)).length > 1)
            .mapToObj(row -> of(all, row, classes.get(all.label(row)).length - 1))
            .reduce(
                new double[4],
                (a, b) -> new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]});
    double n = Math.max(1, sums[3]);
    return new Retrieval(sums[0] / n, sums[1] / n, sums[2] / n);
  }

  private static double[] of(Embeddings all, int row, int r) {
    int[] nearest = nearest(all, row, r);
    int hits = 0;
    double precisions = 0;
    for (int i = 0; i < r; i++) {
      if (all.label(nearest[i]) == all.label(row)) {
        hits++;
        precisions += (double) hits / (i + 1);
      }
    }
    boolean first = all.label(nearest[0]) == all.label(row);
    return new double[] {first ? 1 : 0, (double) hits / r, precisions / r, 1};
  }

  /// The `count` nearest other rows, best first.
  private static int[] nearest(Embeddings all, int row, int count) {
    int[] rows = new int[count];
    float[] scores = new float[count];
    int size = 0;
    for (int other = 0; other < all.size(); other++) {
      float score = other == row ? -2 : all.score(row, other);
      if (other == row || (size == count && score <= scores[size - 1])) {
        continue;
      }
      int at = size < count ? size++ : size - 1;
      while (at > 0 && scores[at - 1] < score) {
        rows[at] = rows[at - 1];
        scores[at] = scores[at - 1];
        at--;
      }
      rows[at] = other;
      scores[at] = score;
    }
    return rows;
  }
}
