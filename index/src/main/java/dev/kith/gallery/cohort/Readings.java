package dev.kith.gallery.cohort;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Mated;
import dev.kith.calibration.Measured;
import dev.kith.calibration.Suspicion;
import dev.kith.gallery.Exclusion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The watches' trials at one sequence.
///
/// @param outsiders one a stranger identity
/// @param members sampled subjects
/// @param strangers samples of the cohort
/// @param pending of them, those that were not compared yet
/// @param waiting all that were not compared yet: strangers, and subjects sampled
record Readings(
    long sequence,
    List<Trial> outsiders,
    List<Trial> members,
    long strangers,
    long pending,
    long waiting) {
  static Readings of(long sequence, List<Watch> watches, long pending, long waiting) {
    long compared = watches.stream().filter(Watch::isStranger).count();
    return new Readings(
        sequence,
        trials(oldest(watches).stream()),
        trials(watches.stream().filter(each -> !each.isStranger())),
        compared + pending,
        pending,
        waiting);
  }

  /// One sample an identity, its oldest: a stranger comes with one probe, and more samples of it
  /// don't make it more strangers.
  private static List<Watch> oldest(List<Watch> watches) {
    Map<String, Watch> oldest = new HashMap<>();
    for (Watch each : watches) {
      if (each.owner instanceof Watch.Owner.Outsider(_, String person)) {
        oldest.merge(person, each, (a, b) -> a.number < b.number ? a : b);
      }
    }
    return List.copyOf(oldest.values());
  }

  private static List<Trial> trials(Stream<Watch> watches) {
    return watches.map(Trial::of).flatMap(Optional::stream).toList();
  }

  /// @param subjects of the gallery
  Standing standing(long subjects) {
    Trials all = new Trials(outsiders, members, subjects);
    return new Standing(
        sequence, subjects, all.evidence(), mated(), suspects(all), strangers, pending);
  }

  private Suspects suspects(Trials all) {
    List<Trial> odd = new ArrayList<>(odd(outsiders));
    odd.addAll(odd(members));
    List<Suspect> listed = new ArrayList<>(odd.stream().map(Trial::suspect).toList());
    Stream.concat(outsiders.stream(), members.stream())
        .map(Trial::excluded)
        .flatMap(Optional::stream)
        .forEach(listed::add);
    listed.sort(Comparator.comparingDouble(Suspect::score).reversed());
    boolean any = listed.stream().anyMatch(Suspect::excluded);
    return new Suspects(
        eachPairOnce(listed),
        waiting,
        odd.isEmpty() ? List.of() : all.without(new HashSet<>(odd)).evidence(),
        any ? all.withExcluded().evidence() : List.of());
  }

  /// Two subjects are a trial each, and their scores may differ in the last bit.
  private static List<Suspect> eachPairOnce(List<Suspect> listed) {
    Map<Exclusion, Suspect> pairs = new LinkedHashMap<>();
    listed.forEach(each -> pairs.putIfAbsent(each.pair(), each));
    return List.copyOf(pairs.values());
  }

  /// Trials that score as strangers hardly do.
  private static List<Trial> odd(List<Trial> trials) {
    if (trials.size() < Measured.FEWEST) {
      return List.of();
    }
    float level = Suspicion.level(Trials.scores(trials));
    return trials.stream().filter(each -> each.score() >= level).toList();
  }

  private Mated mated() {
    List<Trial> twice = members.stream().filter(each -> !Float.isNaN(each.own())).toList();
    float[] own = new float[twice.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = twice.get(i).own();
    }
    return new Mated(own, Trials.scores(twice));
  }

  /// Trials against so many subjects.
  private record Trials(List<Trial> outsiders, List<Trial> members, long subjects) {
    List<Evidence> evidence() {
      List<Evidence> evidence = new ArrayList<>();
      if (outsiders.size() >= Measured.FEWEST) {
        evidence.add(Measured.cohort(scores(outsiders), Math.max(1, subjects)));
      }
      if (members.size() >= Measured.FEWEST) {
        evidence.add(
            Measured.leaveOneOut(
                scores(members),
                members.stream().mapToLong(Trials::subject).toArray(),
                members.stream().mapToLong(each -> each.nearest().subjectNumber()).toArray(),
                Math.max(2, subjects)));
      }
      return evidence;
    }

    private static long subject(Trial trial) {
      return trial.owner() instanceof Watch.Owner.Member(_, long subject) ? subject : 0;
    }

    static float[] scores(List<Trial> trials) {
      float[] scores = new float[trials.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = trials.get(i).score();
      }
      return scores;
    }

    Trials without(Set<Trial> odd) {
      return new Trials(without(outsiders, odd), without(members, odd), subjects);
    }

    private static List<Trial> without(List<Trial> trials, Set<Trial> odd) {
      return trials.stream()
          .map(each -> odd.contains(each) ? each.withoutNearest() : Optional.of(each))
          .flatMap(Optional::stream)
          .toList();
    }

    Trials withExcluded() {
      return new Trials(
          outsiders.stream().map(Trial::withExcluded).toList(),
          members.stream().map(Trial::withExcluded).toList(),
          subjects);
    }
  }
}
