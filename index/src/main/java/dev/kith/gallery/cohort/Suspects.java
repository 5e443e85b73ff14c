package dev.kith.gallery.cohort;

import dev.kith.calibration.Evidence;
import java.util.List;

/// Trials that may be of one person, and what the evidence would be otherwise. Immutable.
///
/// @param listed highest scores first, each pair once
/// @param waiting trials that wait to be compared, anew where an exclusion touched them: they are
///   in none of this
/// @param without evidence as it would be without those that aren't excluded yet; empty where there
///   are none
/// @param withExcluded evidence as it would be with those that are excluded; empty where there are
///   none
public record Suspects(
    List<Suspect> listed, long waiting, List<Evidence> without, List<Evidence> withExcluded) {
  static final Suspects NONE = new Suspects(List.of(), 0, List.of(), List.of());

  public Suspects {
    listed = List.copyOf(listed);
    without = List.copyOf(without);
    withExcluded = List.copyOf(withExcluded);
  }

  /// Pairs that are counted as strangers.
  public long counted() {
    return listed.stream().filter(each -> !each.excluded()).count();
  }

  public long excluded() {
    return listed.size() - counted();
  }
}
