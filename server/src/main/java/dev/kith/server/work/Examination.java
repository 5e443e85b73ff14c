package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.cohort.Neighbours;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What is odd about who is enrolled: told, never changed. Each list is cut to its worst.
///
/// @param examined how many templates were compared with the whole gallery
/// @param threshold for the gallery's FPIR, or its own; empty while nothing is known
/// @param suspects strangers of the cohort that would be taken for a subject: somebody who was
///   enrolled later, perhaps, who then drives the threshold up
/// @param accepting subjects that strangers are taken for most often
/// @param lookAlikes subjects nearer to each other than the threshold, each pair once
/// @param duplicates the same sample enrolled under two subjects, or nearly
/// @param mislabelled templates nearer to another subject than to their own
public record Examination(
    int examined,
    OptionalDouble threshold,
    List<Suspect> suspects,
    Map<SubjectId, Integer> accepting,
    List<Pair> lookAlikes,
    List<Pair> duplicates,
    List<Stray> mislabelled) {
  /// Templates compared at most.
  public static final int MOST = 20_000;

  private static final int LISTED = 20;
  private static final float SAME = 0.9999f;

  public record Suspect(StrangerId stranger, SubjectId subject, float score) {}

  public record Pair(SubjectId one, SubjectId other, TemplateId template, float score) {}

  /// @param own best score to another template of its subject
  /// @param score to the nearest other subject
  public record Stray(
      SubjectId subject, TemplateId template, float own, SubjectId nearest, float score) {}

  /// Compares up to [#MOST] templates, and the cohort, with the whole gallery. Takes seconds to
  /// minutes, on all cores.
  static Examination of(Registry registry, GalleryEntry gallery, Known known) {
    OptionalDouble threshold = threshold(gallery, known);
    float least = (float) threshold.orElse(SAME);
    long templates = registry.counts(gallery).templates();
    long stride = Math.max(1, templates / MOST);
    List<Neighbours.Nearest> all =
        Neighbours.ofTemplates(registry, gallery, number -> number % stride == 0, () -> false);
    List<Neighbours.Nearest> strangers = Neighbours.ofCohort(registry, gallery, () -> false);
    List<Neighbours.Nearest> near =
        all.stream().filter(each -> each.other() >= least).sorted(BY_SCORE).toList();
    List<Neighbours.Nearest> accepted =
        strangers.stream().filter(each -> each.other() >= least).sorted(BY_SCORE).toList();
    List<Neighbours.Nearest> strays =
        all.stream()
            .filter(each -> each.other() > each.own())
            .sorted(Comparator.comparingDouble(each -> each.own() - each.other()))
            .toList();
    Map<Long, SubjectId> names = names(registry, gallery, List.of(near, accepted, strays));
    return new Examination(
        all.size(),
        threshold,
        suspects(accepted, names),
        accepting(accepted, names),
        pairs(near, names, least, SAME),
        pairs(near, names, SAME, 2),
        strays(strays, names));
  }

  private static final Comparator<Neighbours.Nearest> BY_SCORE =
      Comparator.comparingDouble(Neighbours.Nearest::other).reversed();

  private static OptionalDouble threshold(GalleryEntry gallery, Known known) {
    if (gallery.settings().threshold().isPresent()) {
      return gallery.settings().threshold();
    }
    Optional<Calibration> made = known.calibration(gallery.settings().fpir(), known.subjects());
    return made.isPresent()
        ? OptionalDouble.of(made.get().threshold().value())
        : OptionalDouble.empty();
  }

  /// Subjects are known by number so far; those that are listed get their ids.
  private static Map<Long, SubjectId> names(
      Registry registry, GalleryEntry gallery, List<List<Neighbours.Nearest>> lists) {
    Set<Long> wanted = new HashSet<>();
    lists.forEach(list -> list.forEach(each -> wanted.add(each.otherSubject())));
    Map<Long, SubjectId> names = new HashMap<>();
    long after = 0;
    for (var page = registry.described(gallery, after, 10_000);
        !page.isEmpty();
        page = registry.described(gallery, after, 10_000)) {
      page.stream()
          .filter(each -> wanted.contains(each.number()))
          .forEach(each -> names.put(each.number(), each.id()));
      after = page.getLast().number();
    }
    return names;
  }

  private static List<Suspect> suspects(
      List<Neighbours.Nearest> accepted, Map<Long, SubjectId> names) {
    List<Suspect> suspects = new ArrayList<>();
    for (Neighbours.Nearest each : accepted) {
      SubjectId subject = names.get(each.otherSubject());
      if (subject != null && suspects.size() < LISTED) {
        suspects.add(new Suspect(each.stranger().orElseThrow().id(), subject, each.other()));
      }
    }
    return suspects;
  }

  private static Map<SubjectId, Integer> accepting(
      List<Neighbours.Nearest> accepted, Map<Long, SubjectId> names) {
    Map<SubjectId, Integer> counts = new HashMap<>();
    for (Neighbours.Nearest each : accepted) {
      SubjectId subject = names.get(each.otherSubject());
      if (subject != null) {
        counts.merge(subject, 1, Integer::sum);
      }
    }
    Map<SubjectId, Integer> most = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<SubjectId, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(LISTED)
        .forEach(each -> most.put(each.getKey(), each.getValue()));
    return most;
  }

  private static List<Pair> pairs(
      List<Neighbours.Nearest> near, Map<Long, SubjectId> names, float from, float below) {
    List<Pair> pairs = new ArrayList<>();
    Set<Set<SubjectId>> seen = new HashSet<>();
    for (Neighbours.Nearest each : near) {
      SubjectId one = each.template().orElseThrow().subject();
      SubjectId other = names.get(each.otherSubject());
      if (other != null
          && each.other() >= from
          && each.other() < below
          && pairs.size() < LISTED
          && seen.add(Set.of(one, other))) {
        pairs.add(new Pair(one, other, each.template().orElseThrow().id(), each.other()));
      }
    }
    return pairs;
  }

  private static List<Stray> strays(List<Neighbours.Nearest> strays, Map<Long, SubjectId> names) {
    List<Stray> listed = new ArrayList<>();
    for (Neighbours.Nearest each : strays) {
      SubjectId nearest = names.get(each.otherSubject());
      if (nearest != null && listed.size() < LISTED) {
        var template = each.template().orElseThrow();
        listed.add(new Stray(template.subject(), template.id(), each.own(), nearest, each.other()));
      }
    }
    return listed;
  }
}
