package dev.kith.gallery.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
    CompletableFuture<Registry.Page> coming = read(OptionalLong.of(0));
    while (!abandoned.getAsBoolean()) {
      Registry.Page page = got(coming);
      if (page.last().isEmpty()) {
        work.accept(page.templates());
        return;
      }
      coming = read(page.last());
      work.accept(page.templates());
    }
  }

  private CompletableFuture<Registry.Page> read(OptionalLong after) {
    return CompletableFuture.supplyAsync(
        () -> registry.templates(gallery, gallery.space(), after.orElseThrow(), PAGE));
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
