package dev.kith.tools.loss;

import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.loss.batch.Pairwise;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Clusterings of a batch around medoids, scored by F(S) + γ (1 − NMI) of [ClusterLoss].
///
/// An assignment gives each row the row of its medoid.
final class Facilities {
  private final Pairwise pairwise;
  private final int[] classes;
  private final int classCount;
  private final double margin;

  Facilities(Pairwise pairwise, Labels labels, double margin) {
    this.pairwise = pairwise;
    int[] distinct = labels.stream().distinct().toArray();
    this.classes = labels.stream().map(label -> indexOf(distinct, label)).toArray();
    this.classCount = distinct.length;
    this.margin = margin;
  }

  private static int indexOf(int[] values, int value) {
    int at = 0;
    while (values[at] != value) {
      at++;
    }
    return at;
  }

  /// Each class around its own best medoid.
  int[] ofClasses() {
    int[] best = new int[classCount];
    double[] least = new double[classCount];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int medoid = 0; medoid < classes.length; medoid++) {
      double sum = 0;
      for (int row = 0; row < classes.length; row++) {
        sum += classes[row] == classes[medoid] ? pairwise.at(row, medoid) : 0;
      }
      if (sum < least[classes[medoid]]) {
        least[classes[medoid]] = sum;
        best[classes[medoid]] = medoid;
      }
    }
    return Arrays.stream(classes).map(c -> best[c]).toArray();
  }

  /// The best-scored clustering that greedy choice and then at most `rounds` rounds of swaps find.
  int[] worst(int rounds) {
    int[] medoids = new int[0];
    while (medoids.length < classCount) {
      medoids = Arrays.copyOf(medoids, medoids.length + 1);
      place(
          medoids,
          medoids.length - 1,
          IntStream.range(0, classes.length),
          Double.NEGATIVE_INFINITY);
    }
    boolean better = true;
    for (int round = 0; round < rounds && better; round++) {
      better = false;
      for (int slot = 0; slot < medoids.length; slot++) {
        better |= swap(medoids, slot);
      }
    }
    return assign(medoids);
  }

  /// Tries every member of the slot's cluster as its medoid.
  private boolean swap(int[] medoids, int slot) {
    int[] assigned = assign(medoids);
    int medoid = medoids[slot];
    IntStream members = IntStream.range(0, classes.length).filter(row -> assigned[row] == medoid);
    return place(medoids, slot, members, score(assigned));
  }

  /// Puts the candidate that scores best into the slot, if it scores above `bar`; else leaves the
  /// slot.
  private boolean place(int[] medoids, int slot, IntStream candidates, double bar) {
    int[] trial = medoids.clone();
    double best = bar;
    for (int row : candidates.toArray()) {
      trial[slot] = row;
      double score = score(assign(trial));
      if (score > best) {
        best = score;
        medoids[slot] = row;
      }
    }
    return best > bar;
  }

  private int[] assign(int[] medoids) {
    int[] assigned = new int[classes.length];
    for (int row = 0; row < assigned.length; row++) {
      assigned[row] = medoids[0];
      for (int medoid : medoids) {
        if (pairwise.at(row, medoid) < pairwise.at(row, assigned[row])) {
          assigned[row] = medoid;
        }
      }
    }
    return assigned;
  }

  private double score(int[] assigned) {
    double sum = 0;
    for (int row = 0; row < assigned.length; row++) {
      sum += pairwise.at(row, assigned[row]);
    }
    return margin * disagreement(assigned) - sum;
  }

  /// 1 − NMI of an assignment and the classes, in [0, 1].
  double disagreement(int[] assigned) {
    int rows = classes.length;
    int[] joint = new int[rows * classCount];
    int[] perMedoid = new int[rows];
    int[] perClass = new int[classCount];
    for (int row = 0; row < rows; row++) {
      joint[assigned[row] * classCount + classes[row]]++;
      perMedoid[assigned[row]]++;
      perClass[classes[row]]++;
    }
    double ofMedoids = entropy(perMedoid);
    double ofClasses = entropy(perClass);
    if (ofMedoids == 0 || ofClasses == 0) {
      return ofMedoids == ofClasses ? 0 : 1;
    }
    double shared = ofMedoids + ofClasses - entropy(joint);
    return 1 - shared / Math.sqrt(ofMedoids * ofClasses);
  }

  private double entropy(int[] counts) {
    double sum = 0;
    for (int count : counts) {
      double share = (double) count / classes.length;
      sum -= count == 0 ? 0 : share * Math.log(share);
    }
    return sum;
  }
}
