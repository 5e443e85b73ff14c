package dev.kith.gallery.cohort;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads of a whole gallery.
record GalleryScan(Registry registry, GalleryEntry gallery) {
  private static final int PAGE = 4096;

  /// The cohort, by number.
  List<Stranger> strangers() {
    List<Stranger> all = new ArrayList<>();
    long after = 0;
    for (List<Stranger> page = strangers(after); !page.isEmpty(); page = strangers(after)) {
      all.addAll(page);
      after = page.getLast().number();
    }
    return all;
  }

  private List<Stranger> strangers(long after) {
    return registry.strangers().page(gallery, Stranger.Role.COHORT, gallery.space(), after, PAGE);
  }

  /// The templates by number, page by page; the next page is read while one is worked on.
  ///
  /// @param abandoned asked before each page
  void templates(BooleanSupplier abandoned, Consumer<List<Template>> work) {
    pages(
        after -> registry.templates(gallery, gallery.space(), after, PAGE),
        abandoned,
        page -> work.accept(page.templates()));
  }

  /// What probes are compared with, page by page; see [#templates].
  ///
  /// @param wanted which templates count
  void references(
      Predicate<Template> wanted, BooleanSupplier abandoned, Consumer<List<Reference>> work) {
    switch (gallery.settings().fusion()) {
      case BEST ->
          templates(
              abandoned,
              page -> work.accept(page.stream().filter(wanted).map(Reference::of).toList()));
      case CENTROID ->
          pages(
              after -> registry.templatesBySubject(gallery, gallery.space(), after, PAGE),
              abandoned,
              page -> work.accept(centroids(page.templates().stream().filter(wanted))));
    }
  }

  private static List<Reference> centroids(Stream<Template> templates) {
    return templates
        .collect(groupingBy(Template::subjectNumber, LinkedHashMap::new, toList()))
        .values()
        .stream()
        .map(Reference::of)
        .flatMap(Optional::stream)
        .toList();
  }

  /// The centroid of one subject's templates.
  Optional<Reference> centroid(long subject, Predicate<Template> wanted) {
    return Reference.of(
        registry.templatesOf(gallery, gallery.space(), subject).stream().filter(wanted).toList());
  }

  private static void pages(
      LongFunction<Registry.Page> reader, BooleanSupplier abandoned, Consumer<Registry.Page> work) {
    CompletableFuture<Registry.Page> coming = read(reader, 0);
    while (!abandoned.getAsBoolean()) {
      Registry.Page page = got(coming);
      if (page.last().isEmpty()) {
        work.accept(page);
        return;
      }
      coming = read(reader, page.last().getAsLong());
      work.accept(page);
    }
  }

  private static CompletableFuture<Registry.Page> read(
      LongFunction<Registry.Page> reader, long after) {
    return CompletableFuture.supplyAsync(() -> reader.apply(after));
  }

  private static Registry.Page got(CompletableFuture<Registry.Page> coming) {
    try {
      return coming.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
