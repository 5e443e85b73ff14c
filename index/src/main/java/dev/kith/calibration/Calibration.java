package dev.kith.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The threshold for a wanted FPIR, what it gives, and how sure that is. Immutable.
///
/// @param evidence what it rests on
/// @param mated what tells FNIR
/// @param target the FPIR that was wanted, in (0, 1)
/// @param supported the smallest FPIR the evidence can tell; where it is above the target, the
///   threshold is for it instead
/// @param subjects the gallery's, or as many as were asked about
/// @param threshold in [-1, 1]
/// @param fpir at the threshold
public record Calibration(
    Evidence evidence,
    Mated mated,
    double target,
    double supported,
    long subjects,
    Estimate threshold,
    Estimate fpir) {
  private static final int POINTS = 32;
  private static final double HIGHEST = 0.5;

  /// One point of the trade-off.
  ///
  /// @param fnir NaN when no subject has two templates
  public record Point(double threshold, Estimate fpir, double fnir) {}

  /// Rests on the first evidence that supports the target; where none does, on the one that
  /// supports most. Evidence whose threshold lets more strangers pass than it is meant for, as more
  /// trusted evidence is 97.5 % sure, isn't heard.
  ///
  /// @param evidence in order of trust
  /// @param target in (0, 1)
  /// @param subjects at least 1
  /// @return empty without evidence
  public static Optional<Calibration> of(
      List<? extends Evidence> evidence, Mated mated, double target, long subjects) {
    List<Calibration> heard = new ArrayList<>();
    for (Evidence each : evidence) {
      Calibration made = of(each, mated, target, subjects);
      if (heard.stream().noneMatch(trusted -> trusted.refutes(made))) {
        if (made.supported <= target) {
          return Optional.of(made);
        }
        heard.add(made);
      }
    }
    return heard.stream().min(Comparator.comparingDouble(Calibration::supported));
  }

  private boolean refutes(Calibration other) {
    return evidence.fpir(other.threshold.value(), subjects).low()
        > Math.max(other.target, other.supported);
  }

  private static Calibration of(Evidence evidence, Mated mated, double target, long subjects) {
    double supported = evidence.supported(subjects);
    Estimate threshold = evidence.threshold(Math.max(target, supported), subjects);
    return new Calibration(
        evidence,
        mated,
        target,
        supported,
        subjects,
        threshold,
        evidence.fpir(threshold.value(), subjects));
  }

  /// Why the target isn't reached, in a plain sentence; empty when it is.
  public Optional<String> note() {
    return supported <= target
        ? Optional.empty()
        : Optional.of(
            "%d trials against %d subjects support an FPIR down to %.2g, not %.2g: the threshold is for %.2g; more strangers in the cohort support less"
                .formatted(evidence.trials(), subjects, supported, target, supported));
  }

  /// From one in two strangers down to what is supported, thresholds ascending.
  public List<Point> curve() {
    List<Point> curve = new ArrayList<>();
    double least = Math.min(supported, HIGHEST);
    for (int i = 0; i < POINTS; i++) {
      double rate = HIGHEST * Math.pow(least / HIGHEST, i / (POINTS - 1.0));
      double at = evidence.threshold(rate, subjects).value();
      curve.add(new Point(at, evidence.fpir(at, subjects), mated.fnir(at)));
    }
    return curve;
  }
}
