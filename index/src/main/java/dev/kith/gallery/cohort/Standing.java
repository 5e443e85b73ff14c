package dev.kith.gallery.cohort;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Mated;
import java.util.List;

/// What the watches say at one sequence. Immutable.
///
/// @param sequence of the last change that is in it
/// @param subjects of the gallery
/// @param evidence in order of trust: the cohort's, then leave-one-out
/// @param strangers samples of the cohort
/// @param pending of them, how many were not compared with the gallery yet
public record Standing(
    long sequence,
    long subjects,
    List<Evidence> evidence,
    Mated mated,
    long strangers,
    long pending) {
  public static final Standing NOTHING = new Standing(0, 0, List.of(), Mated.NONE, 0, 0);

  public Standing {
    evidence = List.copyOf(evidence);
  }
}
