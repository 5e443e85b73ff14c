package dev.kith.gallery.cohort;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Mated;
import java.util.List;

/// What the watches say at one sequence. Immutable.
///
/// @param sequence of the last change that is in it
/// @param subjects of the gallery
/// @param evidence in order of trust: the cohort's, then leave-one-out; suspects count, what an
///   operator excluded doesn't
/// @param strangers samples of the cohort
/// @param pending of them, how many were not compared with the gallery yet
public record Standing(
    long sequence,
    long subjects,
    List<Evidence> evidence,
    Mated mated,
    Suspects suspects,
    long strangers,
    long pending) {
  public Standing {
    evidence = List.copyOf(evidence);
  }

  /// Of strangers and mates that were compared once, none of them watched.
  public static Standing measured(
      long sequence, long subjects, List<Evidence> evidence, Mated mated, long strangers) {
    return new Standing(sequence, subjects, evidence, mated, Suspects.NONE, strangers, 0);
  }

  /// Before anything is measured.
  public static Standing nothing(long subjects) {
    return new Standing(0, subjects, List.of(), Mated.NONE, Suspects.NONE, 0, 0);
  }
}
