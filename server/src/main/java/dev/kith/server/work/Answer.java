package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Identification;
import dev.kith.gallery.SubjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An identification with what a client needs to understand it.
///
/// @param bridged candidates whose templates were carried over a bridge, judged by a threshold of
///   their own
/// @param displayNames names of the candidates that have one
/// @param generation the number of the generation that answered
/// @param calibration where the threshold follows a wanted FPIR
/// @param fpir of a threshold that was named, where something is known of it
/// @param reasons stable words, such as `above-threshold`
public record Answer(
    Identification identification,
    List<String> reasons,
    Set<SubjectId> bridged,
    Map<SubjectId, String> displayNames,
    GalleryEntry gallery,
    int generation,
    Optional<Calibration> calibration,
    Optional<Estimate> fpir) {
  public Answer {
    reasons = List.copyOf(reasons);
    bridged = Set.copyOf(bridged);
    displayNames = Map.copyOf(displayNames);
  }
}
