package dev.kith.calibration;

/// What is known of strangers' best scores against a gallery. Immutable and thread-safe.
public sealed interface Evidence permits Measured, Prior {
  Method method();

  /// Stranger identities behind it.
  long trials();

  /// The smallest FPIR that can be told, were there so many subjects.
  double supported(long subjects);

  /// FPIR at a threshold, were there so many subjects.
  Estimate fpir(double threshold, long subjects);

  /// The threshold where FPIR is as wanted, were there so many subjects, in [-1, 1].
  Estimate threshold(double fpir, long subjects);

  /// What a rate at `from` subjects becomes at `to`: every subject is as likely to be taken for a
  /// stranger, independently of the others. An upper estimate for a growing gallery, since some
  /// strangers are like many.
  static double scaled(double fpir, long from, long to) {
    return fpir >= 1 ? 1 : -Math.expm1((double) to / from * Math.log1p(-fpir));
  }
}
