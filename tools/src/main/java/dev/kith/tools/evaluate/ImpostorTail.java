package dev.kith.tools.evaluate;

import dev.kith.tools.terminal.CommandFailure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How high the scores of different subjects reach: the prior of an encoder's thresholds before a
/// gallery has a cohort of its own.
///
/// Above `start` the scores of single comparisons follow a generalised Pareto distribution:
///
/// p(t) = P(score ≥ t) = share · (1 + shape · (t − start) / scale)^(−1 / shape) for t ≥ start
///
/// (share · exp(−(t − start) / scale) where shape is 0; 0 beyond start − scale / shape where shape
/// is negative). Against a gallery of N templates of different subjects, a stranger's best score
/// passes with FPIR(t, N) = 1 − (1 − p(t))^N, taking comparisons as independent: an upper estimate,
/// since some strangers are like many. Fitted by probability-weighted moments (Hosking and Wallis
/// 1987).
///
/// In a manifest: `kith.prior.start`, `.share`, `.scale`, `.shape`, and for the record
/// `kith.prior.comparisons` and `kith.prior.classes`.
///
/// @param start score from which the tail is modelled
/// @param share of all comparisons that reach `start`, in (0, 1)
/// @param scale above 0
/// @param shape below 1
/// @param comparisons that were measured
/// @param classes that they were made between
public record ImpostorTail(
    double start, double share, double scale, double shape, long comparisons, int classes) {
  private static final double TAIL = 0.001;
  private static final int SMALLEST_TAIL = 50;
  private static final int MOST_SCORES = 8_000_000;

  public ImpostorTail {
    if (!(share > 0 && share < 1 && scale > 0 && shape < 1)) {
      throw new IllegalArgumentException(
          "share %s, scale %s, shape %s, expected (0, 1), above 0, below 1"
              .formatted(share, scale, shape));
    }
  }

  /// The tail of the scores between different classes: one in a thousand, or more where there are
  /// few.
  ///
  /// @throws CommandFailure if there are too few comparisons for one
  public static ImpostorTail of(Embeddings all) {
    var scores = new float[1 << 16];
    int n = 0;
    // where there are too many pairs, every so many-th row is compared
    int stride = (int) Math.max(1, (long) all.size() * all.size() / 2 / MOST_SCORES);
    for (int a = 0; a < all.size(); a++) {
      for (int b = a % stride; b < a; b += stride) {
        if (all.label(a) != all.label(b)) {
          scores = n == scores.length ? Arrays.copyOf(scores, 2 * n) : scores;
          scores[n++] = all.score(a, b);
        }
      }
    }
    if (n < 20 * SMALLEST_TAIL) {
      throw new CommandFailure(
          "%d comparisons between classes that nothing was trained on, expected at least %d for an impostor tail"
              .formatted(n, 20 * SMALLEST_TAIL));
    }
    double share = Math.max(TAIL, (double) SMALLEST_TAIL / n);
    return fit(Arrays.copyOf(scores, n), share, all.classes());
  }

  /// Fits the highest scores.
  ///
  /// @param scores of comparisons between different classes
  /// @param share of them that make the tail; at least 50 scores
  public static ImpostorTail fit(float[] scores, double share, int classes) {
    var sorted = scores.clone();
    Arrays.sort(sorted);
    int n = (int) Math.round(share * sorted.length);
    if (n < SMALLEST_TAIL || n >= sorted.length) {
      throw new IllegalArgumentException(
          "%d scores in the tail of %d, expected %d or more and less than all"
              .formatted(n, sorted.length, SMALLEST_TAIL));
    }
    double start = sorted[sorted.length - n - 1];
    double mean = 0;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      double excess = sorted[sorted.length - n + i] - start;
      mean += excess / n;
      weighted += excess * (1 - (i + 0.65) / n) / n;
    }
    double below = mean - 2 * weighted;
    return new ImpostorTail(
        start,
        (double) n / sorted.length,
        2 * mean * weighted / below,
        2 - mean / below,
        scores.length,
        classes);
  }

  /// p(t), for t at `start` or above.
  public double pass(double threshold) {
    double z = Math.max(0, threshold - start) / scale;
    if (Math.abs(shape) < 1e-9) {
      return share * Math.exp(-z);
    }
    return share * Math.pow(Math.max(0, 1 + shape * z), -1 / shape);
  }

  /// FPIR(t, N).
  public double fpir(double threshold, int templates) {
    return -Math.expm1(templates * Math.log1p(-pass(threshold)));
  }

  /// The threshold, at most 1, where FPIR against that many templates is as asked.
  ///
  /// @param fpir in (0, 1)
  public double threshold(double fpir, int templates) {
    double pass = -Math.expm1(Math.log1p(-fpir) / templates);
    double ratio = pass / share;
    if (ratio >= 1) {
      return start;
    }
    double z = Math.abs(shape) < 1e-9 ? -Math.log(ratio) : (Math.pow(ratio, -shape) - 1) / shape;
    return Math.min(1, start + scale * z);
  }

  /// The manifest's `kith.prior.*` keys, and the `kith.threshold` that follows.
  ///
  /// @param fpir that the threshold is chosen for
  /// @param subjects enrolled, with one template each
  public Map<String, String> keys(double fpir, int subjects) {
    var keys = new LinkedHashMap<String, String>();
    keys.put("kith.threshold", number(threshold(fpir, subjects)));
    keys.put("kith.prior.start", number(start));
    keys.put("kith.prior.share", number(share));
    keys.put("kith.prior.scale", number(scale));
    keys.put("kith.prior.shape", number(shape));
    keys.put("kith.prior.comparisons", String.valueOf(comparisons));
    keys.put("kith.prior.classes", String.valueOf(classes));
    return keys;
  }

  private static String number(double value) {
    return String.valueOf((float) value);
  }
}
