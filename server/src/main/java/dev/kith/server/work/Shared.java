package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Threshold;
import java.util.Optional;

/// A wanted FPIR shared out between a gallery's encoded and its bridged subjects, as many parts
/// each as there are subjects. A stranger who is taken for nobody of either is taken for nobody:
/// the two rates add up to no more than what was wanted.
///
/// @param encoded empty without such subjects, or without evidence
/// @param bridged empty without evidence
record Shared(
    double fpir, long subjects, Optional<Calibration> encoded, Optional<Calibration> bridged) {
  static Shared of(Known encoded, Known bridged, double fpir) {
    long these = encoded.standing().subjects();
    long those = bridged.standing().subjects();
    long all = Math.max(1, these + those);
    return new Shared(fpir, all, part(encoded, fpir, these, all), part(bridged, fpir, those, all));
  }

  private static Optional<Calibration> part(Known known, double fpir, long subjects, long all) {
    return subjects == 0 ? Optional.empty() : known.calibration(fpir * subjects / all, subjects);
  }

  Decisions.Ruling ruling(GalleryEntry gallery) {
    return new Decisions.Ruling(
        threshold(gallery, encoded),
        Optional.of(threshold(gallery, bridged)),
        together(),
        Optional.empty());
  }

  private static Threshold threshold(GalleryEntry gallery, Optional<Calibration> made) {
    return made.map(each -> Decisions.threshold(gallery, each))
        .orElseGet(() -> new Threshold.Uncalibrated(gallery.space()));
  }

  /// Both as one, with the encoded ones' threshold where there is one.
  private Optional<Calibration> together() {
    if (encoded.isEmpty() || bridged.isEmpty()) {
      return encoded.or(() -> bridged);
    }
    Calibration one = encoded.get();
    Calibration other = bridged.get();
    return Optional.of(
        new Calibration(
            one.evidence(),
            one.mated(),
            fpir,
            Math.min(1, one.supported() + other.supported()),
            subjects,
            one.threshold(),
            new Estimate(
                one.fpir().value() + other.fpir().value(),
                one.fpir().low() + other.fpir().low(),
                one.fpir().high() + other.fpir().high())));
  }
}
