package dev.kith.gallery.cohort;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Mated;
import dev.kith.calibration.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  static Standing of(long sequence, long subjects, List<Watch> watches, long pending) {
    List<Evidence> evidence = new ArrayList<>();
    float[] strangers = strangers(watches);
    if (strangers.length >= Measured.FEWEST) {
      evidence.add(Measured.cohort(strangers, Math.max(1, subjects)));
    }
    List<Watch> members =
        watches.stream().filter(each -> !each.isStranger() && !each.others.isEmpty()).toList();
    if (members.size() >= Measured.FEWEST) {
      evidence.add(leaveOneOut(members, subjects));
    }
    long kept = watches.stream().filter(Watch::isStranger).count() + pending;
    return new Standing(sequence, subjects, evidence, mated(members), kept, pending);
  }

  /// One trial an identity, its oldest sample: a stranger comes with one probe, and more samples of
  /// it don't make it more strangers.
  private static float[] strangers(List<Watch> watches) {
    Map<String, Watch> oldest = new HashMap<>();
    for (Watch each : watches) {
      if (each.person != null && !each.others.isEmpty()) {
        oldest.merge(each.person, each, (a, b) -> a.number < b.number ? a : b);
      }
    }
    return floats(oldest.values().stream().map(each -> each.others.best()).toList());
  }

  private static Measured leaveOneOut(List<Watch> members, long subjects) {
    return Measured.leaveOneOut(
        floats(members.stream().map(each -> each.others.best()).toList()),
        members.stream().mapToLong(each -> each.subject).toArray(),
        members.stream().mapToLong(each -> each.others.bestSubject()).toArray(),
        Math.max(2, subjects));
  }

  private static Mated mated(List<Watch> members) {
    List<Watch> twice = members.stream().filter(each -> !each.own.isEmpty()).toList();
    return new Mated(
        floats(twice.stream().map(each -> each.own.best()).toList()),
        floats(twice.stream().map(each -> each.others.best()).toList()));
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
