package dev.kith.tools.evaluate;

import java.util.Arrays;

/// A way to turn the scores between a probe and a subject's templates into one that decides. `best`
/// and `centroid` are a gallery's choice; all are measured against the first.
enum Scoring {
  BEST("best template"),
  MEAN_OF_TWO("mean of the best two"),
  MEAN_OF_THREE("mean of the best three"),
  CENTROID("centroid"),
  Z("z-norm"),
  T("t-norm"),
  S("s-norm"),
  ADAPTIVE_S("adaptive s-norm, nearest tenth"),
  MARGIN("best plus half its margin");

  private final String words;

  Scoring(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// Templates a subject must have for it to differ from `best`.
  int templates() {
    return switch (this) {
      case BEST, Z, T, S, ADAPTIVE_S, MARGIN -> 1;
      case MEAN_OF_TWO, CENTROID -> 2;
      case MEAN_OF_THREE -> 3;
    };
  }

  /// Mean of the best m of some scores.
  static double meanOfBest(double[] scores, int most) {
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    int from = Math.max(0, ascending.length - most);
    return Arrays.stream(ascending, from, ascending.length).average().orElseThrow();
  }

  /// How scores against a cohort are spread: what a score is measured by.
  record Spread(double mean, double deviation) {
    static Spread of(double[] scores) {
      double mean = Arrays.stream(scores).average().orElseThrow();
      double squares =
          Arrays.stream(scores).map(each -> (each - mean) * (each - mean)).average().orElseThrow();
      return new Spread(mean, Math.sqrt(Math.max(squares, 1e-12)));
    }

    /// Of the highest tenth (adaptive: Matějka et al. 2017).
    static Spread ofNearest(double[] scores) {
      double[] ascending = scores.clone();
      Arrays.sort(ascending);
      int from = ascending.length - Math.max(2, ascending.length / 10);
      return of(Arrays.copyOfRange(ascending, Math.max(0, from), ascending.length));
    }

    double of(double score) {
      return (score - mean) / deviation;
    }
  }
}
