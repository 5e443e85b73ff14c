package dev.kith.tools.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// One draw of open-set identification: some classes are enrolled, the others are strangers
/// (ISO/IEC 19795-1, NIST FRTE 1:N). Immutable.
final class OpenSet {
  private final List<Probe> mated;
  private final List<Probe> strangers;
  private final double[] strangerScores;

  /// @param label the probe's class
  /// @param score of the best subject
  /// @param rank of its own class, from 1; 0 for a stranger
  /// @param row of the probe
  /// @param best row that gave the score
  record Probe(int label, float score, int rank, int row, int best) {}

  OpenSet(List<Probe> mated, List<Probe> strangers) {
    this.mated = List.copyOf(mated);
    this.strangers = List.copyOf(strangers);
    strangerScores = strangers.stream().mapToDouble(Probe::score).sorted().toArray();
  }

  /// @param enrolled classes with at least `enrol` + 1 rows
  /// @param strange classes that aren't enrolled
  /// @param enrol rows enrolled of each class: its first ones; the others ask
  static OpenSet draw(Embeddings all, List<Integer> enrolled, List<Integer> strange, int enrol) {
    List<int[]> rows = rowsOfClasses(all);
    int[][] gallery =
        enrolled.stream().map(label -> Arrays.copyOf(rows.get(label), enrol)).toArray(int[][]::new);
    return new OpenSet(
        probes(all, gallery, rows, enrolled, enrol), probes(all, gallery, rows, strange, enrol));
  }

  private static List<Probe> probes(
      Embeddings all, int[][] gallery, List<int[]> rows, List<Integer> classes, int enrol) {
    int[] asking =
        classes.stream()
            .flatMapToInt(label -> Arrays.stream(rows.get(label)).skip(enrol))
            .toArray();
    return IntStream.of(asking).parallel().mapToObj(row -> probe(all, gallery, row)).toList();
  }

  private static Probe probe(Embeddings all, int[][] gallery, int row) {
    float[] bests = new float[gallery.length];
    int best = -1;
    float top = -2;
    float own = Float.NaN;
    for (int subject = 0; subject < gallery.length; subject++) {
      bests[subject] = -2;
      for (int template : gallery[subject]) {
        float score = all.score(template, row);
        bests[subject] = Math.max(bests[subject], score);
        if (score > top) {
          top = score;
          best = template;
        }
      }
      if (all.label(gallery[subject][0]) == all.label(row)) {
        own = bests[subject];
      }
    }
    int rank = Float.isNaN(own) ? 0 : 1;
    for (float each : bests) {
      rank += each > own ? 1 : 0;
    }
    return new Probe(all.label(row), top, rank, row, best);
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

  List<Probe> mated() {
    return mated;
  }

  List<Probe> strangers() {
    return strangers;
  }

  /// The same with classes drawn anew, with repetition: what a bootstrap by identity needs.
  OpenSet resampled(Random random) {
    return new OpenSet(resampled(mated, random), resampled(strangers, random));
  }

  private static List<Probe> resampled(List<Probe> probes, Random random) {
    List<List<Probe>> classes = new ArrayList<>();
    int last = -1;
    for (Probe probe : probes) {
      if (classes.isEmpty() || probe.label() != last) {
        classes.add(new ArrayList<>());
        last = probe.label();
      }
      classes.getLast().add(probe);
    }
    List<Probe> drawn = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      drawn.addAll(classes.get(random.nextInt(classes.size())));
    }
    return drawn;
  }

  /// Share of mated probes whose subject is among the first `rank`: the CMC.
  double identified(int rank) {
    return share(mated.stream().filter(each -> each.rank() <= rank).count(), mated.size());
  }

  /// Share of mated probes whose subject isn't first or scores under the threshold.
  double fnir(double threshold) {
    return 1
        - share(
            mated.stream().filter(each -> each.rank() == 1 && each.score() >= threshold).count(),
            mated.size());
  }

  /// Share of strangers' probes whose best score reaches the threshold.
  double fpir(double threshold) {
    return share(
        strangerScores.length - rank(strangerScores, threshold, false), strangerScores.length);
  }

  /// The lowest threshold that so few strangers pass.
  double threshold(double fpir) {
    int allowed = (int) Math.floor(fpir * strangerScores.length);
    return allowed >= strangerScores.length
        ? -1
        : Math.nextUp((float) strangerScores[strangerScores.length - 1 - allowed]);
  }

  /// Probability that a mated probe's best score is above a stranger's; ties count half.
  double auroc() {
    double below = 0;
    for (Probe each : mated) {
      below +=
          (rank(strangerScores, each.score(), false) + rank(strangerScores, each.score(), true))
              / 2.0;
    }
    return below / mated.size() / strangerScores.length;
  }

  /// Area under the share of mated probes that are first and pass, over the share of strangers that
  /// pass (Dhamija, Günther and Boult 2018); ties count half.
  double oscr() {
    double below = 0;
    for (Probe each : mated) {
      if (each.rank() == 1) {
        below +=
            (rank(strangerScores, each.score(), false) + rank(strangerScores, each.score(), true))
                / 2.0;
      }
    }
    return below / mated.size() / strangerScores.length;
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
