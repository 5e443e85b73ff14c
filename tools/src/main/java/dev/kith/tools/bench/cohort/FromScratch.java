package dev.kith.tools.bench.cohort;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.cohort.Cohort;
import dev.kith.tools.terminal.ProgressBar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Compares a whole gallery with a cohort that nobody compared it with before.
final class FromScratch {
  private static final int UNIT = 1000;
  private static final int UNDER_WAY = 8;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Registry registry;
  private final Path directory;
  private final GalleryEntry gallery;

  /// @param products multiplications with their additions
  record Outcome(double seconds, double products, int trials) {}

  /// Fills the gallery.
  FromScratch(Registry registry, Path directory, int dimension, int templates, int strangers) {
    this.registry = registry;
    this.directory = directory;
    GalleryName name = new GalleryName("bench");
    gallery = registry.put(name, Space.vectors(name, dimension), GallerySettings.DEFAULTS);
    ArrayDeque<CompletableFuture<List<Receipt>>> underWay = new ArrayDeque<>();
    try (ProgressBar bar = new ProgressBar("enrolling", templates)) {
      for (int from = 0; from < templates; from += UNIT) {
        int to = Math.min(templates, from + UNIT);
        underWay.add(
            registry.submit(
                gallery, new People(1, dimension).enrolments(gallery.space(), from, to)));
        if (underWay.size() == UNDER_WAY) {
          underWay.remove().join();
        }
        bar.step(to - from);
      }
      underWay.forEach(CompletableFuture::join);
    }
    registry.submit(gallery, new People(2, dimension).strangers(gallery.space(), strangers)).join();
  }

  Outcome run() {
    long began = System.nanoTime();
    try (Cohort cohort = new Cohort(registry, gallery, directory.resolve("bench.cohort"));
        ProgressBar bar = new ProgressBar("comparing", 100)) {
      cohort.start();
      while (!cohort.await(LOOK)) {
        cohort.progress().ifPresent(share -> bar.at((long) (100 * share), 100));
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      int rows = cohort.rows();
      double pairs = (double) registry.counts(gallery).templates() * rows;
      return new Outcome(seconds, pairs * gallery.space().dimension(), rows);
    }
  }
}
