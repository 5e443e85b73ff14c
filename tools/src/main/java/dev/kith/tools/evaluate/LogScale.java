package dev.kith.tools.evaluate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// A logarithmic axis of shares, from a round one up to all.
///
/// @param least where the axis begins, in (0, 1): 1, 2 or 5 times a power of ten
public record LogScale(double least) {
  private static final int[] ROUND = {1, 2, 5};

  /// Axes longer than so many decades bear a number a decade only.
  private static final double FINE = 3;

  private static final double SLACK = 1e-9;

  /// The axis that begins at the next round share at or below the given one.
  public static LogScale downTo(double share) {
    double down = Math.clamp(share, 1e-9, 0.5);
    double decade = Math.pow(10, Math.floor(Math.log10(down) + SLACK));
    double least = decade;
    for (int each : ROUND) {
      if (each * decade <= down * (1 + SLACK)) {
        least = each * decade;
      }
    }
    return new LogScale(least);
  }

  /// From 0 where the axis begins to 1 for all; smaller shares lie at its beginning.
  public double at(double share) {
    return 1 - Math.log10(Math.clamp(share, least, 1)) / Math.log10(least);
  }

  /// Round shares along the axis, its beginning and 1 among them, ascending.
  public List<Double> ticks() {
    boolean fine = -Math.log10(least) <= FINE + SLACK;
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(least) + SLACK); power < 0; power++) {
      for (int each : ROUND) {
        double share = each * Math.pow(10, power);
        if (share >= least * (1 - SLACK) && (fine || each == 1)) {
          ticks.add(share);
        }
      }
    }
    ticks.add(1.0);
    return ticks;
  }

  /// As a reader writes it: 0.1 %.
  public static String percent(double share) {
    return new BigDecimal(100 * share)
            .round(new MathContext(2))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }
}
