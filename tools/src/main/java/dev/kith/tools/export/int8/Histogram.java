package dev.kith.tools.export.int8;

import dev.kith.tools.export.Tensor;

/// How often a tensor's values fell where. A few far values would cost all others their precision:
/// [#best] cuts as many off as makes the mean squared error least.
final class Histogram {
  private static final int BINS = 1024;
  private static final double NARROWEST = 0.4;
  private static final double STRIDE = 0.02;

  private final Range range;
  private final long[] counts = new long[BINS];

  /// @param range of all values that will come
  Histogram(Range range) {
    this.range = range;
  }

  void add(Tensor values) {
    float width = width();
    for (int i = 0; i < values.count(); i++) {
      counts[Math.clamp((int) ((values.at(i) - range.low()) / width), 0, BINS - 1)]++;
    }
  }

  private float width() {
    return Math.max(range.high() - range.low(), Float.MIN_NORMAL) / BINS;
  }

  Range best() {
    Range best = range;
    double least = error(best);
    for (double share = 1 - STRIDE; share >= NARROWEST; share -= STRIDE) {
      var narrower = new Range((float) (share * range.low()), (float) (share * range.high()));
      double error = error(narrower);
      if (error < least) {
        least = error;
        best = narrower;
      }
    }
    return best;
  }

  /// Sum of squared errors: of rounding inside, of cutting off outside.
  private double error(Range grid) {
    double rounding = grid.scale() * grid.scale() / 12.0;
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double value = range.low() + (bin + 0.5) * width();
      double cut = Math.max(0, Math.max(grid.low() - value, value - grid.high()));
      sum += counts[bin] * (rounding + cut * cut);
    }
    return sum;
  }
}
