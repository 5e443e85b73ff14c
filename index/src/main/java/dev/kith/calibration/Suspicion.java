package dev.kith.calibration;

import java.util.Arrays;

/// Which scores are hardly those of strangers: somebody who was enrolled, or one person under two
/// ids, scores far above the tail of all others.
public final class Suspicion {
  /// Strangers that reach the level by chance, in all trials together.
  private static final double BY_CHANCE = 0.05;

  private static final double TAIL = 0.1;
  private static final double SHOULDER = 0.3;
  private static final double SHAPE = -0.1;

  /// The same sample, whatever others score.
  private static final float SAME = 0.9999f;

  private Suspicion() {}

  /// The score from which on a trial is suspect: where a tail of generalised Pareto form, through
  /// the scores that the highest three tenths and the highest tenth begin with, leaves less than a
  /// twentieth of a trial in all. Its shape is that of cosines in many dimensions, or longer; odd
  /// trials, as long as they are a few in a hundred, move those two scores by little.
  ///
  /// @param bests one score a trial, at least [Measured#FEWEST]
  public static float level(float[] bests) {
    float[] ascending = bests.clone();
    Arrays.sort(ascending);
    double from = ascending[ascending.length - 1 - (int) (SHOULDER * ascending.length)];
    double to = ascending[ascending.length - 1 - (int) (TAIL * ascending.length)];
    double steps = reach(SHOULDER * ascending.length / BY_CHANCE) / reach(SHOULDER / TAIL);
    return (float) Math.min(SAME, from + (to - from) * steps);
  }

  /// How far out a share of one in so many begins, in units of the tail's scale.
  private static double reach(double ratio) {
    return (Math.pow(ratio, SHAPE) - 1) / SHAPE;
  }
}
