package dev.kith.gallery.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Enrolled templates that were encoded, as probes of their own subjects, each left out of the
/// gallery while it is asked: what tells FNIR and rank-1 without anybody's labels. Compared
/// exactly, never through an index.
public final class MatedTrials {
  /// Subjects looked at for a second template, those of the least mixed numbers.
  private static final int CANDIDATES = 20_000;

  private MatedTrials() {}

  /// One probe.
  ///
  /// @param own score to its subject without it
  /// @param others best score to any other subject; -1 where there is none
  public record Trial(Template probe, float own, float others) {
    /// Whether its subject comes first.
    public boolean first() {
      return own >= others;
    }

    /// Whether it is missed at a threshold: not first, or below it.
    public boolean missed(double threshold) {
      return !first() || own < threshold;
    }
  }

  /// Draws one template each of at most `most` subjects that have two or more; the same gallery
  /// gives the same draw. Reads the gallery once.
  public static List<Long> draw(Registry registry, GalleryEntry gallery, int most) {
    NavigableMap<Long, NavigableMap<Long, Long>> subjects = new TreeMap<>();
    new GalleryScan(registry, gallery)
        .templates(
            () -> false, page -> Origin.ENCODED.of(page).forEach(each -> offer(each, subjects)));
    return subjects.values().stream()
        .filter(templates -> templates.size() > 1)
        .limit(most)
        .map(templates -> templates.firstEntry().getValue())
        .toList();
  }

  private static void offer(
      Template template, NavigableMap<Long, NavigableMap<Long, Long>> subjects) {
    long place = Draw.mixed(template.subjectNumber());
    if (subjects.size() < CANDIDATES || place <= subjects.lastKey()) {
      subjects
          .computeIfAbsent(place, _ -> new TreeMap<>())
          .put(Draw.mixed(template.number()), template.number());
      if (subjects.size() > CANDIDATES) {
        subjects.pollLastEntry();
      }
    }
  }

  /// Compares the templates of these numbers with the whole gallery; see [Neighbours].
  ///
  /// @param abandoned asked now and then; once true, what was compared so far is returned
  /// @return by number; without those that are gone or have no other template of their subject
  public static Map<Long, Trial> run(
      Registry registry,
      GalleryEntry gallery,
      Collection<Long> numbers,
      BooleanSupplier abandoned) {
    return trials(
        Neighbours.ofTemplates(registry, gallery, Set.copyOf(numbers)::contains, abandoned));
  }

  /// Compares templates as they are given, their embeddings made by another encoder perhaps.
  public static Map<Long, Trial> of(
      Registry registry, GalleryEntry gallery, List<Template> probes, BooleanSupplier abandoned) {
    return trials(Neighbours.ofTemplates(new GalleryScan(registry, gallery), probes, abandoned));
  }

  private static Map<Long, Trial> trials(List<Neighbours.Nearest> nearest) {
    Map<Long, Trial> trials = new HashMap<>();
    for (Neighbours.Nearest each : nearest) {
      if (!Float.isNaN(each.own())) {
        Template probe = each.template().orElseThrow();
        trials.put(probe.number(), new Trial(probe, each.own(), each.other()));
      }
    }
    return trials;
  }
}
