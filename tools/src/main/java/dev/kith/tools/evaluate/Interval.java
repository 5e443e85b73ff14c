package dev.kith.tools.evaluate;

/// A figure with its 95 % interval.
record Interval(double mean, double low, double high) {
  /// The same for one minus the figure.
  Interval complement() {
    return new Interval(1 - mean, 1 - high, 1 - low);
  }
}
