package dev.kith.calibration;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// The profile likelihood of a generalised Pareto tail: which probabilities, and which quantiles,
/// the excesses leave possible at 95 % (Coles 2001, 2.6.6 and 4.3.3). For a probability at a given
/// excess, or the excess of a given probability, scale follows from shape; shape is the nuisance
/// that is maximised over, on a grid.
///
/// Cost: a logarithm for each excess, step of the search and shape: some milliseconds a question.
final class Profile {
  /// Half of the 95 % point of chi-squared with one degree of freedom.
  private static final double DROP = 1.9207;

  private static final double LEAST_SHAPE = -0.9;
  private static final double SHAPE_STEP = 0.05;
  private static final int SHAPES = 29;
  private static final int STEPS = 30;
  private static final double STRIDE = 0.5;
  private static final double FARTHEST = 30;
  private static final double GOLDEN = 0.618;

  private final double[] excesses;
  private final double share;
  private final double weight;
  private final double highest;

  /// @param excesses over the tail's start, not all 0
  /// @param share of all scores that are in the tail
  /// @param weight share of the scores that are independent of each other, in (0, 1]
  Profile(double[] excesses, double share, double weight) {
    this.excesses = excesses.clone();
    this.share = share;
    this.weight = weight;
    this.highest = highest();
  }

  /// Bounds of P(score ≥ start + excess).
  ///
  /// @param around a probability above 0
  /// @return empty where the excesses make that probability itself unlikely
  Optional<double[]> pass(double excess, double around) {
    DoubleUnaryOperator likelihood =
        log -> {
          double ratio = share / Math.exp(log);
          return ratio <= 1 ? Double.NEGATIVE_INFINITY : at(excess, ratio);
        };
    double from = Math.log(Math.min(around, share * 0.999));
    return bounds(likelihood, from, STRIDE)
        .map(bounds ->
            new double[] {
              from - bounds[0] >= FARTHEST ? 0 : Math.exp(bounds[0]), Math.exp(bounds[1])
            });
  }

  /// Bounds of the excess that is reached with a probability below the tail's share.
  ///
  /// @param around an excess above 0
  /// @return empty where the excesses make that one itself unlikely
  Optional<double[]> quantile(double pass, double around) {
    double ratio = share / pass;
    DoubleUnaryOperator likelihood = log -> at(Math.exp(log), ratio);
    return bounds(likelihood, Math.log(around), STRIDE / 10)
        .map(bounds -> new double[] {Math.exp(bounds[0]), Math.exp(bounds[1])});
  }

  private Optional<double[]> bounds(DoubleUnaryOperator likelihood, double from, double stride) {
    return isPossible(likelihood, from)
        ? Optional.of(
            new double[] {
              from + bound(likelihood, from, -stride), from + bound(likelihood, from, stride)
            })
        : Optional.empty();
  }

  /// How far one can go before the likelihood falls by more than chance would have it.
  private double bound(DoubleUnaryOperator likelihood, double from, double stride) {
    double inside = 0;
    double outside = stride;
    while (Math.abs(outside) < FARTHEST && isPossible(likelihood, from + outside)) {
      inside = outside;
      outside *= 2;
    }
    for (int i = 0; i < STEPS && Math.abs(outside - inside) > 1e-4; i++) {
      double middle = (inside + outside) / 2;
      if (isPossible(likelihood, from + middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }

  private boolean isPossible(DoubleUnaryOperator likelihood, double at) {
    return weight * (highest - likelihood.applyAsDouble(at)) <= DROP;
  }

  /// The best log-likelihood where the excess is reached by one in `ratio` of the tail.
  private double at(double excess, double ratio) {
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < SHAPES; i++) {
      double shape = shape(i);
      double scale = shape * excess / (Math.pow(ratio, shape) - 1);
      best = Math.max(best, likelihood(scale, shape));
    }
    return best;
  }

  /// Never 0, where the formulas have a gap.
  private static double shape(int step) {
    return LEAST_SHAPE + SHAPE_STEP * step + 1e-4;
  }

  /// The best log-likelihood of all, by golden section over the scale for each shape.
  private double highest() {
    double mean = 0;
    for (double each : excesses) {
      mean += each / excesses.length;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < SHAPES; i++) {
      double low = Math.log(mean) - 4;
      double high = Math.log(mean) + 4;
      for (int step = 0; step < 2 * STEPS; step++) {
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        if (likelihood(Math.exp(left), shape(i)) < likelihood(Math.exp(right), shape(i))) {
          low = left;
        } else {
          high = right;
        }
      }
      best = Math.max(best, likelihood(Math.exp((low + high) / 2), shape(i)));
    }
    return best;
  }

  private double likelihood(double scale, double shape) {
    double sum = 0;
    for (double excess : excesses) {
      double z = 1 + shape * excess / scale;
      if (z <= 0) {
        return Double.NEGATIVE_INFINITY;
      }
      sum += Math.log(z);
    }
    return -excesses.length * Math.log(scale) - (1 + 1 / shape) * sum;
  }
}
