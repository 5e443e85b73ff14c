package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Identification;
import dev.kith.gallery.SubjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An identification with what a client needs to understand it.
///
/// @param displayNames names of the candidates that have one
/// @param generation the number of the generation that answered
/// @param calibration where the threshold follows a wanted FPIR
/// @param fpir of a threshold that was named, where something is known of it
/// @param reasons stable words, such as `above-threshold`
public record Answer(
    Identification identification,
    List<String> reasons,
    Map<SubjectId, String> displayNames,
    GalleryEntry gallery,
    int generation,
    Optional<Calibration> calibration,
    Optional<Estimate> fpir) {
  public Answer {
    reasons = List.copyOf(reasons);
    displayNames = Map.copyOf(displayNames);
  }
}
