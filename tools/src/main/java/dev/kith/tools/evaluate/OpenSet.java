package dev.kith.tools.evaluate;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// One draw of open-set identification: some classes are enrolled, the others are strangers.
///
/// @param mated best score of each probe whose class is enrolled
/// @param correct whether that best was its own class
/// @param strangers best score of each probe whose class is not
record OpenSet(List<Float> mated, List<Boolean> correct, List<Float> strangers) {
  OpenSet {
    mated = List.copyOf(mated);
    correct = List.copyOf(correct);
    strangers = List.copyOf(strangers);
  }

  /// @param enrol rows enrolled of each class: its first ones
  /// @param probes rows that ask, of each class: its last ones
  static OpenSet draw(Embeddings all, int subjects, int enrol, int probes, Random random) {
    var rows = rowsOfClasses(all);
    var order = new java.util.ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, random);
    int[] gallery =
        order.subList(0, subjects).stream()
            .flatMapToInt(label -> Arrays.stream(rows.get(label)).limit(enrol))
            .toArray();
    var mated = new java.util.ArrayList<Float>();
    var correct = new java.util.ArrayList<Boolean>();
    var strangers = new java.util.ArrayList<Float>();
    for (int place = 0; place < order.size(); place++) {
      int[] own = rows.get(order.get(place));
      for (int i = Math.max(enrol, own.length - probes); i < own.length; i++) {
        int best = best(all, gallery, own[i]);
        float score = all.score(best, own[i]);
        if (place < subjects) {
          mated.add(score);
          correct.add(all.label(best) == all.label(own[i]));
        } else {
          strangers.add(score);
        }
      }
    }
    return new OpenSet(mated, correct, strangers);
  }

  private static int best(Embeddings all, int[] gallery, int probe) {
    int best = gallery[0];
    float top = -2;
    for (int row : gallery) {
      float score = all.score(row, probe);
      if (score > top) {
        top = score;
        best = row;
      }
    }
    return best;
  }

  static List<int[]> rowsOfClasses(Embeddings all) {
    var counts = new int[all.classes()];
    for (int row = 0; row < all.size(); row++) {
      counts[all.label(row)]++;
    }
    var rows = Arrays.stream(counts).mapToObj(int[]::new).toList();
    var used = new int[counts.length];
    for (int row = 0; row < all.size(); row++) {
      rows.get(all.label(row))[used[all.label(row)]++] = row;
    }
    return rows;
  }

  double rank1() {
    return share(correct.stream().filter(right -> right).count(), correct.size());
  }

  /// Share of mated probes whose subject isn't first or scores under the threshold.
  double fnir(double threshold) {
    long found =
        IntStream.range(0, mated.size())
            .filter(i -> correct.get(i) && mated.get(i) >= threshold)
            .count();
    return 1 - share(found, mated.size());
  }

  double fpir(double threshold) {
    return share(strangers.stream().filter(score -> score >= threshold).count(), strangers.size());
  }

  /// The lowest threshold that so few strangers pass.
  double threshold(double fpir) {
    var sorted = strangers.stream().sorted(Collections.reverseOrder()).toList();
    int allowed = (int) Math.floor(fpir * sorted.size());
    return allowed >= sorted.size() ? -1 : Math.nextUp(sorted.get(allowed));
  }

  /// Probability that a mated probe's best score is above a stranger's; ties count half.
  double auroc() {
    var sorted = strangers.stream().mapToDouble(score -> score).sorted().toArray();
    double below = 0;
    for (float score : mated) {
      below += (rank(sorted, score, false) + rank(sorted, score, true)) / 2.0;
    }
    return below / mated.size() / sorted.length;
  }

  /// How many are below the score, or not above it.
  private static int rank(double[] sorted, double score, boolean ties) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ties ? sorted[middle] <= score : sorted[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
