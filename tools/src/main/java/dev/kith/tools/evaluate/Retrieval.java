package dev.kith.tools.evaluate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Each sample looks for its class among all others (Musgrave, Belongie and Lim 2020).
///
/// @param recallAt share of samples that have one of their class among the k nearest, by k
/// @param rPrecision mean share of a sample's class among its R nearest, where R others are of it
/// @param mapAtR mean average precision over the R nearest
public record Retrieval(Map<Integer, Double> recallAt, double rPrecision, double mapAtR) {
  private static final int[] DEPTHS = {1, 2, 4, 8};
  private static final int DEEPEST = 8;

  public Retrieval {
    recallAt = Map.copyOf(recallAt);
  }

  public double recallAt1() {
    return recallAt.getOrDefault(1, 0.0);
  }

  /// Recall@1 alone.
  public static double recallAt1(Embeddings all) {
    return of(all).recallAt1();
  }

  /// Samples that are the only one of their class are passed over. Cost: a score for each pair, on
  /// all cores.
  public static Retrieval of(Embeddings all) {
    List<int[]> classes = OpenSet.rowsOfClasses(all);
    List<Found> each =
        IntStream.range(0, all.size())
            .parallel()
            .filter(row -> classes.get(all.label(row)).length > 1)
            .mapToObj(row -> found(all, row, classes.get(all.label(row)).length - 1))
            .toList();
    Map<Integer, Double> recallAt = new TreeMap<>();
    for (int k : DEPTHS) {
      recallAt.put(k, mean(each, found -> found.first <= k ? 1 : 0));
    }
    return new Retrieval(
        recallAt, mean(each, Found::precision), mean(each, Found::averagePrecision));
  }

  private static double mean(List<Found> each, ToDoubleFunction<Found> figure) {
    return each.stream().mapToDouble(figure).average().orElse(0);
  }

  /// What one sample found.
  ///
  /// @param first rank of the first of its class, from 1
  private record Found(int first, double precision, double averagePrecision) {}

  private static Found found(Embeddings all, int row, int r) {
    int[] nearest = nearest(all, row, Math.min(Math.max(r, DEEPEST), all.size() - 1));
    int first = Integer.MAX_VALUE;
    int hits = 0;
    double precisions = 0;
    for (int i = 0; i < nearest.length; i++) {
      if (all.label(nearest[i]) == all.label(row)) {
        first = Math.min(first, i + 1);
        hits += i < r ? 1 : 0;
        precisions += i < r ? (double) hits / (i + 1) : 0;
      }
    }
    return new Found(first, (double) hits / r, precisions / r);
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
