package dev.kith.tools.export.int8;

/// What values a tensor takes, and so the grid of 256 steps that they are rounded to. 0 is always a
/// point of the grid, since padding adds zeros.
record Range(float low, float high) {
  private static final int STEPS = 255;
  private static final float SMALLEST = 1e-8f;

  Range {
    low = Math.min(low, 0);
    high = Math.max(high, 0);
  }

  float scale() {
    return Math.max((high - low) / STEPS, SMALLEST);
  }

  /// The step that 0 has.
  int zero() {
    return Math.clamp(Math.round(-low / scale()), 0, STEPS);
  }

  Range over(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }
}
