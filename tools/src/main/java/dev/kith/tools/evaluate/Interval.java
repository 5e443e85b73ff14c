package dev.kith.tools.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// A figure with its 95 % interval.
record Interval(double mean, double low, double high) {
  private static final int ROUNDS = 400;

  /// The mean over the draws; the interval is a bootstrap's over draws and classes (percentiles).
  static Interval of(List<OpenSet> draws, ToDoubleFunction<OpenSet> figure, long seed) {
    Random random = new Random(seed);
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      OpenSet draw = draws.get(random.nextInt(draws.size()));
      rounds[i] = figure.applyAsDouble(draw.resampled(random));
    }
    Arrays.sort(rounds);
    double mean = draws.stream().mapToDouble(figure).average().orElseThrow();
    return new Interval(mean, rounds[(int) (0.025 * ROUNDS)], rounds[(int) (0.975 * ROUNDS) - 1]);
  }
}
