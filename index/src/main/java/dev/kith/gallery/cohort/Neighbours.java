package dev.kith.gallery.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/// The nearest subject of each of some embeddings, as the gallery scores them, exact: a look at the
/// whole gallery, on all cores, with a dot product for each pair.
public final class Neighbours {
  private Neighbours() {}

  /// What is nearest to one embedding.
  ///
  /// @param template whose embedding it is; empty for a stranger
  /// @param stranger whose it is; empty for a template
  /// @param own score to its subject without it; NaN where nothing is left
  /// @param other best score to another subject; -1 where there is none
  /// @param otherSubject that subject's number; 0 where there is none
  public record Nearest(
      Optional<Template> template,
      Optional<Stranger> stranger,
      float own,
      float other,
      long otherSubject) {}

  /// Of the templates whose number is wanted, each left out of the gallery while it is compared.
  ///
  /// @param abandoned asked now and then; once true, what was compared so far is returned
  public static List<Nearest> ofTemplates(
      Registry registry, GalleryEntry gallery, LongPredicate wanted, BooleanSupplier abandoned) {
    GalleryScan scan = new GalleryScan(registry, gallery);
    List<Template> probes = new ArrayList<>();
    scan.templates(
        abandoned,
        page -> page.stream().filter(each -> wanted.test(each.number())).forEach(probes::add));
    return ofTemplates(scan, probes, abandoned);
  }

  /// Of templates as they are given: their embeddings needn't be the enrolled ones.
  static List<Nearest> ofTemplates(
      GalleryScan scan, List<Template> probes, BooleanSupplier abandoned) {
    List<Watch> watches = probes.stream().map(Watch::of).toList();
    compare(scan, watches, abandoned);
    List<Nearest> nearest = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      nearest.add(nearest(watches.get(i), Optional.of(probes.get(i)), Optional.empty()));
    }
    return nearest;
  }

  /// Of the gallery's cohort.
  public static List<Nearest> ofCohort(
      Registry registry, GalleryEntry gallery, BooleanSupplier abandoned) {
    return ofStrangers(
        registry, gallery, new GalleryScan(registry, gallery).strangers(), abandoned);
  }

  /// Of strangers as they are given: their embeddings needn't be the admitted ones.
  public static List<Nearest> ofStrangers(
      Registry registry, GalleryEntry gallery, List<Stranger> cohort, BooleanSupplier abandoned) {
    GalleryScan scan = new GalleryScan(registry, gallery);
    List<Watch> watches = cohort.stream().map(Watch::of).toList();
    compare(scan, watches, abandoned);
    List<Nearest> nearest = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      nearest.add(nearest(watches.get(i), Optional.empty(), Optional.of(cohort.get(i))));
    }
    return nearest;
  }

  private static void compare(GalleryScan scan, List<Watch> watches, BooleanSupplier abandoned) {
    Table table = new Table(watches, scan.gallery().space().dimension());
    scan.references(_ -> true, abandoned, page -> table.offer(page, true));
  }

  private static Nearest nearest(
      Watch watch, Optional<Template> template, Optional<Stranger> stranger) {
    boolean alone = watch.others.isEmpty();
    return new Nearest(
        template,
        stranger,
        watch.own.isEmpty() ? Float.NaN : watch.own.best(),
        alone ? -1 : watch.others.best(),
        alone ? 0 : watch.others.nearest().subjectNumber());
  }
}
