package dev.kith.server.work;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Identification;
import dev.kith.gallery.SubjectId;
import java.util.List;
import java.util.Map;

/// An identification with what a client needs to understand it.
///
/// @param displayNames names of the candidates that have one
/// @param generation the number of the generation that answered
/// @param reasons stable words, such as `above-threshold`
public record Answer(
    Identification identification,
    List<String> reasons,
    Map<SubjectId, String> displayNames,
    GalleryEntry gallery,
    int generation) {
  public Answer {
    reasons = List.copyOf(reasons);
    displayNames = Map.copyOf(displayNames);
  }
}
