package dev.kith.tools.evaluate;

import dev.kith.gallery.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// One draw of open-set identification: some classes are enrolled, the others are strangers
/// (ISO/IEC 19795-1, NIST FRTE 1:N). Immutable.
final class OpenSet {
  /// How many candidates are looked at; who is behind them has the rank after the last.
  static final int DEPTH = 20;

  private final List<Probe> mated;
  private final List<Probe> strangers;
  private final double[] strangerScores;

  /// @param label the probe's class
  /// @param score of the best subject
  /// @param rank of its own class, from 1; behind all candidates where it isn't among them
  /// @param row of the probe
  /// @param best row that gave the score
  record Probe(int label, float score, int rank, int row, int best) {}

  OpenSet(List<Probe> mated, List<Probe> strangers) {
    this.mated = List.copyOf(mated);
    this.strangers = List.copyOf(strangers);
    strangerScores = strangers.stream().mapToDouble(Probe::score).sorted().toArray();
  }

  /// Enrols and asks in the index that a server has.
  ///
  /// @param enrolled classes with at least `enrol` + 1 rows
  /// @param strange classes that aren't enrolled
  /// @param enrol rows enrolled of each class: its first ones; the others ask
  static OpenSet draw(Embeddings all, List<Integer> enrolled, List<Integer> strange, int enrol) {
    List<int[]> rows = rowsOfClasses(all);
    int[] templates =
        enrolled.stream()
            .flatMapToInt(label -> Arrays.stream(rows.get(label)).limit(enrol))
            .toArray();
    try (EnrolledGallery gallery = new EnrolledGallery(all, templates)) {
      return new OpenSet(
          probes(all, gallery, asking(rows, enrolled, enrol)),
          probes(all, gallery, asking(rows, strange, enrol)));
    }
  }

  private static int[] asking(List<int[]> rows, List<Integer> classes, int enrol) {
    return classes.stream()
        .flatMapToInt(label -> Arrays.stream(rows.get(label)).skip(enrol))
        .toArray();
  }

  private static List<Probe> probes(Embeddings all, EnrolledGallery gallery, int[] rows) {
    List<List<Candidate>> found = gallery.search(rows, DEPTH);
    return IntStream.range(0, rows.length)
        .mapToObj(i -> probe(all.label(rows[i]), rows[i], found.get(i)))
        .toList();
  }

  private static Probe probe(int label, int row, List<Candidate> candidates) {
    Candidate best = candidates.getFirst();
    int rank = 1;
    for (Candidate each : candidates) {
      if (EnrolledGallery.label(each) == label) {
        break;
      }
      rank++;
    }
    return new Probe(label, best.score().value(), rank, row, EnrolledGallery.row(best));
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

  /// Share of mated probes whose subject is among the first `rank`, at most [#DEPTH]: the CMC.
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
