package dev.kith.gallery.cohort;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Mated;
import dev.kith.calibration.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The watches' best scores at one sequence, copied so that the statistics need no lock.
///
/// @param bests one score a stranger identity
/// @param members scores of sampled subjects
record Readings(
    long sequence, List<Float> bests, List<Member> members, long strangers, long pending) {
  /// A sampled subject's nearest other subject.
  ///
  /// @param own the best score to its other templates; NaN when it has none
  record Member(long subject, long nearest, float best, float own) {}

  static Readings of(long sequence, List<Watch> watches, long pending) {
    long compared = watches.stream().filter(Watch::isStranger).count();
    return new Readings(
        sequence, identities(watches), members(watches), compared + pending, pending);
  }

  /// One trial an identity, its oldest sample: a stranger comes with one probe, and more samples of
  /// it don't make it more strangers.
  private static List<Float> identities(List<Watch> watches) {
    Map<String, Watch> oldest = new HashMap<>();
    for (Watch each : watches) {
      if (each.person != null && !each.others.isEmpty()) {
        oldest.merge(each.person, each, (a, b) -> a.number < b.number ? a : b);
      }
    }
    return oldest.values().stream().map(each -> each.others.best()).toList();
  }

  private static List<Member> members(List<Watch> watches) {
    return watches.stream()
        .filter(each -> !each.isStranger() && !each.others.isEmpty())
        .map(each ->
            new Member(
                each.subject,
                each.others.bestSubject(),
                each.others.best(),
                each.own.isEmpty() ? Float.NaN : each.own.best()))
        .toList();
  }

  /// @param subjects of the gallery
  Standing standing(long subjects) {
    List<Evidence> evidence = new ArrayList<>();
    if (bests.size() >= Measured.FEWEST) {
      evidence.add(Measured.cohort(floats(bests), Math.max(1, subjects)));
    }
    if (members.size() >= Measured.FEWEST) {
      evidence.add(
          Measured.leaveOneOut(
              floats(members.stream().map(Member::best).toList()),
              members.stream().mapToLong(Member::subject).toArray(),
              members.stream().mapToLong(Member::nearest).toArray(),
              Math.max(2, subjects)));
    }
    return new Standing(sequence, subjects, evidence, mated(), strangers, pending);
  }

  private Mated mated() {
    List<Member> twice = members.stream().filter(each -> !Float.isNaN(each.own())).toList();
    return new Mated(
        floats(twice.stream().map(Member::own).toList()),
        floats(twice.stream().map(Member::best).toList()));
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
