package dev.kith.calibration;

import java.util.Arrays;
import java.util.List;

/// How often scores fall into each of some bins of one width. Immutable.
///
/// @param from lower end of the first bin
/// @param to upper end of the last
public record Histogram(double from, double to, List<Long> counts) {
  public Histogram {
    counts = List.copyOf(counts);
  }

  /// A score outside counts into the bin next to it.
  public static Histogram of(double[] scores, double from, double to, int bins) {
    if (!(from < to) || bins < 1) {
      throw new IllegalArgumentException(
          "got %d bins from %s to %s, expected at least one, ascending".formatted(bins, from, to));
    }
    long[] counts = new long[bins];
    for (double each : scores) {
      counts[Math.clamp((long) ((each - from) / (to - from) * bins), 0, bins - 1)]++;
    }
    return new Histogram(from, to, Arrays.stream(counts).boxed().toList());
  }
}
