package dev.kith.gallery.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/// The nearest subject of each of some embeddings, exact: a look at the whole gallery, on all
/// cores, with a dot product for each pair.
public final class Neighbours {
  private static final int PAGE = 4096;

  private Neighbours() {}

  /// What is nearest to one embedding.
  ///
  /// @param template whose embedding it is; empty for a stranger
  /// @param stranger whose it is; empty for a template
  /// @param own best score to another template of its subject; NaN where there is none
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
    List<Template> probes = new ArrayList<>();
    pages(
        registry,
        gallery,
        abandoned,
        page -> page.stream().filter(each -> wanted.test(each.number())).forEach(probes::add));
    List<Watch> watches =
        probes.stream()
            .map(each -> Watch.member(each.number(), each.subjectNumber(), each.embedding()))
            .toList();
    compare(registry, gallery, watches, abandoned);
    List<Nearest> nearest = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      nearest.add(nearest(watches.get(i), Optional.of(probes.get(i)), Optional.empty()));
    }
    return nearest;
  }

  /// Of the gallery's cohort.
  public static List<Nearest> ofCohort(
      Registry registry, GalleryEntry gallery, BooleanSupplier abandoned) {
    List<Stranger> cohort = new ArrayList<>();
    long after = 0;
    for (List<Stranger> page = strangers(registry, gallery, after);
        !page.isEmpty();
        page = strangers(registry, gallery, after)) {
      cohort.addAll(page);
      after = page.getLast().number();
    }
    List<Watch> watches =
        cohort.stream()
            .map(each -> Watch.stranger(each.number(), each.id().value(), each.embedding()))
            .toList();
    compare(registry, gallery, watches, abandoned);
    List<Nearest> nearest = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      nearest.add(nearest(watches.get(i), Optional.empty(), Optional.of(cohort.get(i))));
    }
    return nearest;
  }

  private static List<Stranger> strangers(Registry registry, GalleryEntry gallery, long after) {
    return registry.strangers().page(gallery, Stranger.Role.COHORT, gallery.space(), after, PAGE);
  }

  private static void compare(
      Registry registry, GalleryEntry gallery, List<Watch> watches, BooleanSupplier abandoned) {
    Table table = new Table(watches, gallery.space().dimension());
    pages(registry, gallery, abandoned, page -> table.offer(page, true));
  }

  private static Nearest nearest(
      Watch watch, Optional<Template> template, Optional<Stranger> stranger) {
    boolean alone = watch.others.isEmpty();
    return new Nearest(
        template,
        stranger,
        watch.own.isEmpty() ? Float.NaN : watch.own.best(),
        alone ? -1 : watch.others.best(),
        alone ? 0 : watch.others.bestSubject());
  }

  /// The gallery's templates, page by page.
  static void pages(
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
