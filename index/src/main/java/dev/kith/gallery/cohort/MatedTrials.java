package dev.kith.gallery.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Enrolled templates as probes of their own subjects, each left out of the gallery while it is
/// asked: what tells FNIR and rank-1 without anybody's labels. Compared exactly, never through an
/// index.
public final class MatedTrials {
  /// Subjects looked at for a second template, those of the least mixed numbers.
  private static final int CANDIDATES = 20_000;

  private static final int PAGE = 4096;

  private MatedTrials() {}

  /// One probe.
  ///
  /// @param own best score to another template of its subject
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
    TreeMap<Long, TreeMap<Long, Long>> subjects = new TreeMap<>();
    pages(
        registry,
        gallery,
        () -> false,
        page -> {
          for (Template template : page) {
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
        });
    return subjects.values().stream()
        .filter(templates -> templates.size() > 1)
        .limit(most)
        .map(templates -> templates.firstEntry().getValue())
        .toList();
  }

  /// Compares the templates of these numbers with the whole gallery. Cost: two reads of the gallery
  /// and a dot product for each pair, on all cores.
  ///
  /// @param abandoned asked now and then; once true, what was compared so far is returned
  /// @return by number; without those that are gone or have no other template of their subject
  public static Map<Long, Trial> run(
      Registry registry,
      GalleryEntry gallery,
      Collection<Long> numbers,
      BooleanSupplier abandoned) {
    Set<Long> wanted = new HashSet<>(numbers);
    List<Template> probes = new ArrayList<>();
    pages(
        registry,
        gallery,
        abandoned,
        page -> page.stream().filter(each -> wanted.contains(each.number())).forEach(probes::add));
    List<Watch> watches =
        probes.stream()
            .map(each -> Watch.member(each.number(), each.subjectNumber(), each.embedding()))
            .toList();
    Table table = new Table(watches, gallery.space().dimension());
    pages(registry, gallery, abandoned, page -> table.offer(page, true));
    Map<Long, Trial> trials = new HashMap<>();
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      if (!watch.own.isEmpty()) {
        float others = watch.others.isEmpty() ? -1 : watch.others.best();
        trials.put(watch.number, new Trial(probes.get(i), watch.own.best(), others));
      }
    }
    return trials;
  }

  private static void pages(
      Registry registry,
      GalleryEntry gallery,
      BooleanSupplier abandoned,
      Consumer<List<Template>> page) {
    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent() && !abandoned.getAsBoolean()) {
      Registry.Page next = registry.templates(gallery, gallery.space(), after.getAsLong(), PAGE);
      page.accept(next.templates());
      after = next.last();
    }
  }
}
