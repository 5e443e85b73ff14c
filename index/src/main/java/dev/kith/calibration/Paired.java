package dev.kith.calibration;

import java.util.Arrays;
import java.util.Random;

/// By how much a rate differs between two ways of judging the same trials, with an interval from a
/// bootstrap over the trials (Efron 1979, percentiles), one trial a subject. Immutable.
///
/// @param difference second rate less first rate
/// @param low the 5th percentile
/// @param high the 95th percentile: the upper 95 % bound
public record Paired(
    int trials, double first, double second, double difference, double low, double high) {
  private static final int ROUNDS = 2000;
  private static final long SEED = 20_260_801;

  /// @param first for each trial, whether it counts under the first way
  /// @param second the same trials under the second
  public static Paired of(boolean[] first, boolean[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "got %d and %d trials, expected as many".formatted(first.length, second.length));
    }
    int n = first.length;
    if (n == 0) {
      return new Paired(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    int[] differences = new int[n];
    int ones = 0;
    int twos = 0;
    for (int i = 0; i < n; i++) {
      int one = first[i] ? 1 : 0;
      int two = second[i] ? 1 : 0;
      differences[i] = two - one;
      ones += one;
      twos += two;
    }
    double[] sums = sums(differences);
    return new Paired(
        n,
        (double) ones / n,
        (double) twos / n,
        (double) (twos - ones) / n,
        sums[(int) (0.05 * ROUNDS)] / n,
        sums[(int) Math.ceil(0.95 * ROUNDS) - 1] / n);
  }

  private static double[] sums(int[] differences) {
    Random random = new Random(SEED);
    double[] sums = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < differences.length; i++) {
        sums[round] += differences[random.nextInt(differences.length)];
      }
    }
    Arrays.sort(sums);
    return sums;
  }
}
