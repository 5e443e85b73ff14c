package dev.kith.server.work;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Pareto;
import dev.kith.calibration.Prior;
import dev.kith.encoder.ModelManifest;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.cohort.Cohort;
import dev.kith.gallery.cohort.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What is known of every gallery's error rates, kept up to date behind the requests: a cohort
/// follows each gallery, and what it measures is worked out again when it changed, a twentieth of
/// the time at most. Thread-safe.
public final class Calibrations implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Calibrations.class.getName());
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int SHARE = 20;

  private final Registry registry;
  private final Galleries galleries;
  private final Encoders encoders;
  private final Path directory;
  private final Map<Long, Watched> watched = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// One gallery's cohort and what it said last.
  private static final class Watched {
    final GalleryEntry gallery;
    final Cohort cohort;
    final Registry.Subscription place;
    volatile Standing standing = Standing.NOTHING;
    volatile Optional<Known> known = Optional.empty();
    long seen = -1;
    long dueNanos = System.nanoTime();

    Watched(GalleryEntry gallery, Cohort cohort, Registry.Subscription place) {
      this.gallery = gallery;
      this.cohort = cohort;
      this.place = place;
    }

    void close() {
      place.close();
      cohort.close();
    }
  }

  /// @param directory where cohorts remember what they measured
  Calibrations(Registry registry, Galleries galleries, Encoders encoders, Path directory) {
    this.directory = directory;
    this.registry = registry;
    this.galleries = galleries;
    this.encoders = encoders;
    thread = Thread.ofPlatform().daemon().name("kith-calibration").start(this::run);
  }

  /// What is known of a gallery now; a moment old at most while nothing is written.
  public Known of(GalleryEntry gallery) {
    Watched watch = watched.get(gallery.id());
    Optional<Known> known =
        watch != null && watch.gallery.space().equals(gallery.space())
            ? watch.known
            : Optional.empty();
    return known.orElseGet(() -> {
      long subjects = registry.counts(gallery).subjects();
      return known(gallery, new Standing(0, subjects, List.of(), Standing.NOTHING.mated(), 0, 0));
    });
  }

  /// Brings what is known up to what is committed, however long that takes.
  ///
  /// @throws GalleryException.Unavailable `calibrating` when it takes more than ten minutes
  public Known settled(Gallery gallery) {
    Watched watch = watch(gallery);
    if (!watch.cohort.await(PATIENCE)) {
      throw new GalleryException.Unavailable(
          "calibrating",
          "gallery %s is still compared with its cohort, expected it done within %s"
              .formatted(gallery.entry().name(), PATIENCE));
    }
    refresh(watch);
    return of(gallery.entry());
  }

  /// What is known, once something is: after an opening, perhaps from before it.
  public Known ready(Gallery gallery) {
    Watched watch = watch(gallery);
    if (!watch.cohort.knows()) {
      return settled(gallery);
    }
    refresh(watch);
    return of(gallery.entry());
  }

  /// Strangers of the gallery's cohort were admitted or dismissed. A gallery that nobody watches
  /// yet will be read whole.
  void strangersMoved(Gallery gallery) {
    Watched watch = watched.get(gallery.entry().id());
    if (watch != null) {
      watch.cohort.strangersMoved();
    }
  }

  private void run() {
    try {
      do {
        turn();
      } while (!closing.await(TURN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    List<Gallery> all = galleries.all();
    for (Gallery each : all) {
      try {
        Watched watch = watch(each);
        if (watch.cohort.version() != watch.seen && System.nanoTime() - watch.dueNanos >= 0) {
          refresh(watch);
        }
      } catch (GalleryException e) {
        LOG.log(System.Logger.Level.DEBUG, "a gallery went while it was looked at", e);
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "gallery %s can't be calibrated now".formatted(each.entry().name()),
            e);
      }
    }
    List<Long> live = all.stream().map(each -> each.entry().id()).toList();
    for (Watched each : List.copyOf(watched.values())) {
      if (!live.contains(each.gallery.id())) {
        drop(each);
      }
    }
  }

  private synchronized void drop(Watched watch) {
    if (watched.remove(watch.gallery.id(), watch)) {
      watch.close();
      forget(directory.resolve(watch.gallery.id() + ".cohort"));
    }
  }

  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, file + " is left behind", e);
    }
  }

  private synchronized Watched watch(Gallery gallery) {
    GalleryEntry entry = gallery.entry();
    Watched known = watched.get(entry.id());
    if (known != null && known.gallery.space().equals(entry.space())) {
      return known;
    }
    if (known != null) {
      drop(known);
    }
    Cohort cohort = new Cohort(registry, entry, directory.resolve(entry.id() + ".cohort"));
    Watched fresh =
        new Watched(
            entry,
            cohort,
            registry.subscribe(
                entry,
                cohort,
                failure ->
                    LOG.log(System.Logger.Level.ERROR, "the cohort lost its place", failure)));
    watched.put(entry.id(), fresh);
    cohort.start();
    return fresh;
  }

  private void refresh(Watched watch) {
    synchronized (watch) {
      long began = System.nanoTime();
      watch.seen = watch.cohort.version();
      watch.standing = watch.cohort.standing();
      watch.known = Optional.of(known(watch.gallery, watch.standing));
      long now = System.nanoTime();
      watch.dueNanos = now + Math.max(TimeUnit.SECONDS.toNanos(1), SHARE * (now - began));
    }
  }

  private Known known(GalleryEntry gallery, Standing standing) {
    List<Evidence> evidence = new ArrayList<>(standing.evidence());
    prior(gallery).ifPresent(evidence::add);
    return new Known(standing, evidence);
  }

  /// The impostor tail of the gallery's encoder, where its manifest has one.
  private Optional<Prior> prior(GalleryEntry gallery) {
    if (gallery.settings().encoder().isEmpty()) {
      return Optional.empty();
    }
    ModelManifest manifest = encoders.of(gallery.space()).manifest();
    OptionalDouble share = manifest.number("prior.share");
    OptionalDouble scale = manifest.number("prior.scale");
    OptionalDouble comparisons = manifest.number("prior.comparisons");
    if (share.isEmpty() || scale.isEmpty() || comparisons.isEmpty()) {
      return Optional.empty();
    }
    Pareto tail =
        new Pareto(
            manifest.number("prior.start").orElse(0),
            share.getAsDouble(),
            scale.getAsDouble(),
            manifest.number("prior.shape").orElse(0));
    return Optional.of(
        new Prior(
            tail,
            (long) comparisons.getAsDouble(),
            (long) manifest.number("prior.classes").orElse(1)));
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    watched.values().forEach(Watched::close);
  }
}
