package dev.kith.server.work;

import dev.kith.calibration.Paired;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.cohort.MatedTrials;
import java.util.List;
import java.util.Optional;

/// Two generations compared, and what follows from it.
///
/// @param fpir at which both were judged
/// @param fnir shares of mated probes that miss: of the old, of the new, and the difference
/// @param second shares of mated probes whose subject isn't first: one less rank-1
/// @param fixedThreshold whether the gallery decides by a cosine of its own choosing, which belongs
///   to the old space
record Judgement(
    double fpir,
    double margin,
    Side old,
    Side fresh,
    Paired fnir,
    Paired second,
    boolean fixedThreshold,
    List<Flip> flips) {
  /// One of the two.
  ///
  /// @param threshold at the FPIR; empty where nothing is known of strangers
  /// @param strangers samples of the cohort
  /// @param recall of the index against an exact search, on subjects
  record Side(int generation, Optional<Double> threshold, long strangers, double recall) {}

  enum Change {
    /// Was found, isn't any more.
    FAILS,
    /// Was missed, is found now.
    MATCHES,
    /// Was first, and now another subject is, above the threshold.
    SWAPS
  }

  /// A subject that fares differently.
  ///
  /// @param rival the nearest other subject in the new generation
  record Flip(
      Change change,
      SubjectId subject,
      TemplateId template,
      MatedTrials.Trial before,
      MatedTrials.Trial after,
      Optional<Candidate> rival) {}

  enum Verdict {
    PASSED,
    REFUSED,
    MANUAL
  }

  /// @param reason a sentence
  record Ruling(Verdict verdict, String reason) {}

  Ruling ruling() {
    if (fixedThreshold) {
      return manual(
          "the gallery has a threshold of its own, a cosine of the old space: clear it or choose another one, then activate the generation");
    }
    if (fnir.trials() == 0) {
      return manual(
          "no subject has two templates that were encoded in both spaces to compare with: bridged ones say nothing of the new encoder, so ask both generations with probes of your own, then activate one");
    }
    if (old.threshold().isEmpty() || fresh.threshold().isEmpty()) {
      return manual("the gallery is not calibrated in both spaces");
    }
    if (2 * fresh.strangers() < old.strangers()) {
      return manual(
          "%d of the cohort's %d samples remain in the new space, expected half of them or more"
              .formatted(fresh.strangers(), old.strangers()));
    }
    if (fnir.trials() < Judge.FEWEST) {
      return manual(
          "%d subjects have two templates to compare with, expected %d or more"
              .formatted(fnir.trials(), Judge.FEWEST));
    }
    String figures =
        "FNIR at FPIR %.2g is %.4f, was %.4f, upper bound of the difference %+.4f; rank-1 is %.4f, was %.4f, upper bound of the loss %+.4f; allowed %.4f"
            .formatted(
                fpir,
                fnir.second(),
                fnir.first(),
                fnir.high(),
                1 - second.second(),
                1 - second.first(),
                second.high(),
                margin);
    boolean passes = fnir.high() <= margin && second.high() <= margin;
    return new Ruling(passes ? Verdict.PASSED : Verdict.REFUSED, figures);
  }

  private static Ruling manual(String reason) {
    return new Ruling(Verdict.MANUAL, reason);
  }
}
