package dev.kith.gallery.cohort;

import dev.kith.gallery.Exclusion;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which subjects are the same as the owner of a watch. An exclusion that names one sample of a
/// stranger holds for all of them.
final class Exclusions {
  private final Map<String, Set<SubjectId>> people = new HashMap<>();
  private final Map<SubjectId, Set<SubjectId>> subjects = new HashMap<>();

  /// @param watches those whose strangers the exclusions may name
  Exclusions(List<Exclusion> exclusions, Collection<Watch> watches) {
    Map<StrangerId, String> persons = new HashMap<>();
    for (Watch each : watches) {
      if (each.owner instanceof Watch.Owner.Outsider(StrangerId id, String person)) {
        persons.put(id, person);
      }
    }
    for (Exclusion each : exclusions) {
      switch (each) {
        case Exclusion.Enrolled(StrangerId stranger, SubjectId subject) -> {
          String person = persons.get(stranger);
          if (person != null) {
            people.computeIfAbsent(person, _ -> new HashSet<>()).add(subject);
          }
        }
        case Exclusion.Twice(SubjectId subject, SubjectId other) -> {
          subjects.computeIfAbsent(subject, _ -> new HashSet<>()).add(other);
          subjects.computeIfAbsent(other, _ -> new HashSet<>()).add(subject);
        }
      }
    }
  }

  Set<SubjectId> of(Watch watch) {
    return switch (watch.owner) {
      case Watch.Owner.Outsider(_, String person) -> people.getOrDefault(person, Set.of());
      case Watch.Owner.Member(SubjectId id, _) -> subjects.getOrDefault(id, Set.of());
    };
  }
}
