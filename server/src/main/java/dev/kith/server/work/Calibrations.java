package dev.kith.server.work;

import dev.kith.calibration.Evidence;
import dev.kith.calibration.Pareto;
import dev.kith.calibration.Prior;
import dev.kith.encoder.ModelManifest;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
  private final Map<Key, Watched> watched = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// A gallery in one of its spaces.
  private record Key(long gallery, Space space) {
    static Key of(GalleryEntry gallery) {
      return new Key(gallery.id(), gallery.space());
    }
  }

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
    Watched watch = watched.get(Key.of(gallery));
    Optional<Known> known = watch != null ? watch.known : Optional.empty();
    return known.orElseGet(() -> {
      long subjects = registry.counts(gallery).subjects();
      return known(gallery, new Standing(0, subjects, List.of(), Standing.NOTHING.mated(), 0, 0));
    });
  }

  /// Brings what is known up to what is committed, however long that takes.
  ///
  /// @throws GalleryException.Unavailable `calibrating` when it takes more than ten minutes
  public Known settled(GalleryEntry gallery) {
    Watched watch = watch(gallery);
    if (!watch.cohort.await(PATIENCE)) {
      throw new GalleryException.Unavailable(
          "calibrating",
          "gallery %s is still compared with its cohort, expected it done within %s"
              .formatted(gallery.name(), PATIENCE));
    }
    refresh(watch);
    return of(gallery);
  }

  /// What is known, once something is: after an opening, perhaps from before it.
  public Known ready(GalleryEntry gallery) {
    Watched watch = watch(gallery);
    if (!watch.cohort.knows()) {
      return settled(gallery);
    }
    refresh(watch);
    return of(gallery);
  }

  /// Strangers of the gallery's cohort were admitted or dismissed. A gallery that nobody watches
  /// yet will be read whole.
  void strangersMoved(Gallery gallery) {
    for (Watched each : watched.values()) {
      if (each.gallery.id() == gallery.entry().id()) {
        each.cohort.strangersMoved();
      }
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
    List<GalleryEntry> all =
        galleries.all().stream().flatMap(each -> each.standing().stream()).toList();
    for (GalleryEntry each : all) {
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
            "gallery %s can't be calibrated now".formatted(each.name()),
            e);
      }
    }
    Set<Key> live = all.stream().map(Key::of).collect(Collectors.toSet());
    for (Watched each : List.copyOf(watched.values())) {
      if (!live.contains(Key.of(each.gallery))) {
        drop(each);
      }
    }
  }

  private synchronized void drop(Watched watch) {
    if (watched.remove(Key.of(watch.gallery), watch)) {
      watch.close();
      forget(file(watch.gallery));
    }
  }

  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, file + " is left behind", e);
    }
  }

  /// A gallery may be watched in several spaces, each under a name of its own.
  private Path file(GalleryEntry gallery) {
    return directory.resolve(
        "%d-%08x.cohort".formatted(gallery.id(), gallery.space().id().hashCode()));
  }

  private synchronized Watched watch(GalleryEntry entry) {
    Watched known = watched.get(Key.of(entry));
    if (known != null) {
      return known;
    }
    Cohort cohort = new Cohort(registry, entry, file(entry));
    Watched fresh =
        new Watched(
            entry,
            cohort,
            registry.subscribe(
                entry,
                cohort,
                failure ->
                    LOG.log(System.Logger.Level.ERROR, "the cohort lost its place", failure)));
    watched.put(Key.of(entry), fresh);
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
