package dev.kith.calibration;

/// A measured number and its 95 % interval.
public record Estimate(double value, double low, double high) {
  public Estimate {
    if (!(low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "got the interval %s..%s..%s, expected it in order".formatted(low, value, high));
    }
  }

  /// The interval, widened where rounding or another method left the value outside.
  static Estimate around(double value, double low, double high) {
    return new Estimate(value, Math.min(low, value), Math.max(high, value));
  }
}
