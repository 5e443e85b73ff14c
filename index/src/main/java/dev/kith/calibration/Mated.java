package dev.kith.calibration;

/// Probes of subjects that are in the gallery: each one's best score to its own subject and to any
/// other. Immutable.
public final class Mated {
  public static final Mated NONE = new Mated(new float[0], new float[0]);

  private final float[] own;
  private final float[] others;

  /// @param own best score to the probe's own subject
  /// @param others best score to another one, as many
  public Mated(float[] own, float[] others) {
    if (own.length != others.length) {
      throw new IllegalArgumentException(
          "got %d own and %d other scores, expected as many".formatted(own.length, others.length));
    }
    this.own = own.clone();
    this.others = others.clone();
  }

  /// Each probe's best score to its own subject.
  public double[] scores() {
    double[] scores = new double[own.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = own[i];
    }
    return scores;
  }

  public int trials() {
    return own.length;
  }

  /// Share of probes whose subject is not first or scores under the threshold; NaN without probes.
  public double fnir(double threshold) {
    int missed = 0;
    for (int i = 0; i < own.length; i++) {
      if (own[i] < threshold || others[i] > own[i]) {
        missed++;
      }
    }
    return own.length == 0 ? Double.NaN : (double) missed / own.length;
  }
}
