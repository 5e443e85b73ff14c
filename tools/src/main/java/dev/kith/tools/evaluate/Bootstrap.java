package dev.kith.tools.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Intervals over draws and classes: each round takes a draw at random and draws its classes anew,
/// with repetition, so that both the luck of the draw and that of the classes show (percentiles, 95
/// %).
final class Bootstrap {
  private static final int ROUNDS = 400;

  private final List<Pair> draws;
  private final List<Pair> rounds;

  /// A draw that thresholds may be fixed on, and one that figures are taken from.
  private record Pair(OpenSet development, OpenSet test) {
    Pair resampled(Random random) {
      return development == test
          ? alone(test.resampled(random))
          : new Pair(development.resampled(random), test.resampled(random));
    }

    static Pair alone(OpenSet draw) {
      return new Pair(draw, draw);
    }
  }

  private Bootstrap(List<Pair> draws, long seed) {
    this.draws = draws;
    this.rounds =
        IntStream.range(0, ROUNDS)
            .parallel()
            .mapToObj(round -> {
              Random random = new Random(seed * ROUNDS + round);
              return draws.get(random.nextInt(draws.size())).resampled(random);
            })
            .toList();
  }

  static Bootstrap of(List<OpenSet> draws, long seed) {
    return new Bootstrap(draws.stream().map(Pair::alone).toList(), seed);
  }

  /// @param development as many draws as `test`, of other classes
  static Bootstrap of(List<OpenSet> development, List<OpenSet> test, long seed) {
    return new Bootstrap(
        IntStream.range(0, test.size())
            .mapToObj(i -> new Pair(development.get(i), test.get(i)))
            .toList(),
        seed);
  }

  Interval interval(ToDoubleFunction<OpenSet> figure) {
    return interval((_, test) -> figure.applyAsDouble(test));
  }

  /// @param figure of a development draw and a test draw
  Interval interval(ToDoubleBiFunction<OpenSet, OpenSet> figure) {
    double[] each =
        rounds.stream()
            .parallel()
            .mapToDouble(pair -> figure.applyAsDouble(pair.development, pair.test))
            .toArray();
    Arrays.sort(each);
    double mean =
        draws.stream()
            .mapToDouble(pair -> figure.applyAsDouble(pair.development, pair.test))
            .average()
            .orElseThrow();
    return new Interval(mean, each[(int) (0.025 * ROUNDS)], each[(int) (0.975 * ROUNDS) - 1]);
  }
}
