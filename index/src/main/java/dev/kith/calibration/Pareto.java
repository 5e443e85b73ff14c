package dev.kith.calibration;

/// A tail that follows a generalised Pareto distribution above `start` (Pickands 1975):
///
/// P(score ≥ t) = share · (1 + shape · (t − start) / scale)^(−1 / shape) for t ≥ start, share ·
/// exp(−(t − start) / scale) where shape is 0, and 0 beyond start − scale / shape where shape is
/// negative.
///
/// @param start score from which the tail is modelled
/// @param share of all scores that reach `start`, in (0, 1]
/// @param scale above 0
/// @param shape below 1
public record Pareto(double start, double share, double scale, double shape) {
  private static final double FLAT = 1e-9;

  public Pareto {
    if (!(share > 0 && share <= 1 && scale > 0 && shape < 1)) {
      throw new IllegalArgumentException(
          "got share %s, scale %s, shape %s, expected (0, 1], above 0, below 1"
              .formatted(share, scale, shape));
    }
  }

  /// Fits excesses over `start` by probability-weighted moments (Hosking and Wallis 1987).
  ///
  /// @param excesses ascending, at least 2, not all 0
  static Pareto fit(double start, double share, double[] excesses) {
    int n = excesses.length;
    double mean = 0;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      mean += excesses[i] / n;
      weighted += excesses[i] * (1 - (i + 0.65) / n) / n;
    }
    double below = mean - 2 * weighted;
    double shape = Math.clamp(2 - mean / below, -5, 0.95);
    // keeps the mean, whatever became of the shape
    return new Pareto(start, share, Math.max(mean * (1 - shape), 1e-12), shape);
  }

  /// P(score ≥ t); below `start` the share that reaches it.
  public double pass(double threshold) {
    double z = Math.max(0, threshold - start) / scale;
    return Math.abs(shape) < FLAT
        ? share * Math.exp(-z)
        : share * Math.pow(Math.max(0, 1 + shape * z), -1 / shape);
  }

  /// The score that the share `pass` reaches; `start` where that is more than reach it.
  public double quantile(double pass) {
    double ratio = pass / share;
    if (ratio >= 1) {
      return start;
    }
    double z = Math.abs(shape) < FLAT ? -Math.log(ratio) : (Math.pow(ratio, -shape) - 1) / shape;
    return start + scale * z;
  }
}
