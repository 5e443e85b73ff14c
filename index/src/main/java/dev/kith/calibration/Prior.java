package dev.kith.calibration;

/// The impostor tail an encoder came with, of single comparisons between classes it never trained
/// on. Nobody knows yet how this gallery differs from those classes: the interval allows for a
/// factor of [#DOUBT] either way.
///
/// @param tail of single comparisons
/// @param comparisons it was fitted on
/// @param classes the comparisons were made between: the trials
public record Prior(Pareto tail, long comparisons, long classes) implements Evidence {
  /// Rates on another domain were up to so many times higher or lower.
  static final double DOUBT = 4;

  @Override
  public Method method() {
    return Method.PRIOR;
  }

  @Override
  public long trials() {
    return classes;
  }

  @Override
  public double supported(long subjects) {
    return Evidence.scaled(0.5 / comparisons, 1, subjects);
  }

  @Override
  public Estimate fpir(double threshold, long subjects) {
    double pass = tail.pass(threshold);
    return Estimate.around(
        Evidence.scaled(pass, 1, subjects),
        Evidence.scaled(pass / DOUBT, 1, subjects),
        Evidence.scaled(Math.min(1, pass * DOUBT), 1, subjects));
  }

  @Override
  public Estimate threshold(double fpir, long subjects) {
    double pass = Evidence.scaled(fpir, subjects, 1);
    return Estimate.around(
        cosine(tail.quantile(pass)),
        cosine(tail.quantile(Math.min(1, pass * DOUBT))),
        cosine(tail.quantile(pass / DOUBT)));
  }

  static double cosine(double score) {
    return Math.clamp(score, -1, 1);
  }
}
