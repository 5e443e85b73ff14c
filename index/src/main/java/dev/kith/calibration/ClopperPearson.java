package dev.kith.calibration;

/// The exact binomial interval (Clopper and Pearson 1934).
public final class ClopperPearson {
  private static final int HALVINGS = 200;

  private ClopperPearson() {}

  /// The share behind `hits` of `trials`, with its two-sided interval.
  ///
  /// @param confidence in (0, 1), such as 0.95
  public static Estimate of(long hits, long trials, double confidence) {
    if (hits < 0 || trials < 1 || hits > trials) {
      throw new IllegalArgumentException(
          "got %d hits of %d trials, expected 0 to all of at least one".formatted(hits, trials));
    }
    double side = (1 - confidence) / 2;
    double low = hits == 0 ? 0 : quantile((double) hits, trials - hits + 1.0, side);
    double high = hits == trials ? 1 : quantile(hits + 1.0, (double) (trials - hits), 1 - side);
    return Estimate.around((double) hits / trials, low, high);
  }

  /// Where I_x(a, b) reaches p.
  private static double quantile(double a, double b, double p) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS && high - low > 1e-16 * high; i++) {
      double middle = (low + high) / 2;
      if (IncompleteBeta.of(a, b, middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
