package dev.kith.server.work;

import dev.kith.calibration.Evidence;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.cohort.Origin;
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
import java.util.stream.Stream;

/// What is known of every gallery's error rates, kept up to date behind the requests: a cohort
/// follows each gallery, and what it measures is worked out again when it changed. Thread-safe.
public final class Calibrations implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Calibrations.class.getName());
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Registry registry;
  private final Galleries galleries;
  private final Priors priors;
  private final Path directory;
  private final Map<Key, WatchedGallery> watched = new ConcurrentHashMap<>();

  /// Whether there are bridged templates, as of the last turn.
  private final Map<Key, Boolean> bridged = new ConcurrentHashMap<>();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// A gallery in one of its spaces, scored in one way.
  private record Key(long gallery, Space space, Fusion fusion, Origin origin) {
    static Key of(GalleryEntry gallery) {
      return of(gallery, Origin.ENCODED);
    }

    static Key of(WatchedGallery watch) {
      return of(watch.gallery(), watch.origin());
    }

    private static Key of(GalleryEntry gallery, Origin origin) {
      return new Key(gallery.id(), gallery.space(), gallery.settings().fusion(), origin);
    }

    Key bridged() {
      return new Key(gallery, space, fusion, Origin.BRIDGED);
    }
  }

  /// @param directory where cohorts keep what they compared
  Calibrations(Registry registry, Galleries galleries, Encoders encoders, Path directory) {
    this.directory = directory;
    this.registry = registry;
    this.galleries = galleries;
    priors = new Priors(encoders);
    thread = Thread.ofPlatform().daemon().name("kith-calibration").start(this::run);
  }

  /// What is known of a gallery now; a moment old at most while nothing is written.
  public Known of(GalleryEntry gallery) {
    return Optional.ofNullable(watched.get(Key.of(gallery)))
        .flatMap(WatchedGallery::known)
        .orElseGet(() -> unmeasured(gallery));
  }

  /// The same of its bridged templates, which have a threshold of their own; empty without any.
  /// They are noticed a moment after they came.
  public Optional<Known> bridged(GalleryEntry gallery) {
    Key key = Key.of(gallery).bridged();
    return bridged.computeIfAbsent(key, _ -> registry.bridges().any(gallery, gallery.space()))
        ? Optional.of(
            Optional.ofNullable(watched.get(key))
                .flatMap(WatchedGallery::known)
                .orElseGet(() -> new Known(Standing.nothing(1), List.of())))
        : Optional.empty();
  }

  private Known unmeasured(GalleryEntry gallery) {
    List<Evidence> evidence = new ArrayList<>();
    priors.of(gallery).ifPresent(evidence::add);
    return new Known(Standing.nothing(registry.counts(gallery).subjects()), evidence);
  }

  /// Notices bridged templates, and brings what is known of them up to what is committed.
  void settleBridged(GalleryEntry gallery) {
    Key key = Key.of(gallery).bridged();
    if (registry.bridges().any(gallery, gallery.space())) {
      settle(watch(key, gallery));
      bridged.put(key, true);
    }
  }

  /// Brings what is known up to what is committed, however long that takes.
  ///
  /// @throws GalleryException.Unavailable `calibrating` when nothing moves for ten minutes
  public Known settled(GalleryEntry gallery) {
    settle(watch(Key.of(gallery), gallery));
    return of(gallery);
  }

  private static void settle(WatchedGallery watch) {
    if (!watch.await(PATIENCE)) {
      throw new GalleryException.Unavailable(
          "calibrating",
          "gallery %s is still compared with its cohort, expected it done within %s"
              .formatted(watch.gallery().name(), PATIENCE));
    }
    watch.refresh();
  }

  /// What is known, once something is: after an opening, perhaps from before it.
  public Known ready(GalleryEntry gallery) {
    WatchedGallery watch = watch(Key.of(gallery), gallery);
    if (!watch.knows()) {
      return settled(gallery);
    }
    watch.refresh();
    return of(gallery);
  }

  /// How much of the gallery was compared with strangers that wait for it; empty while none does.
  public OptionalDouble progress(GalleryEntry gallery) {
    WatchedGallery watch = watched.get(Key.of(gallery));
    return watch == null ? OptionalDouble.empty() : watch.progress();
  }

  /// Strangers of the gallery's cohort were admitted or dismissed. A gallery that nobody watches
  /// yet will be read whole.
  void strangersMoved(Gallery gallery) {
    watchesOf(gallery).forEach(WatchedGallery::strangersMoved);
  }

  /// An operator excluded somebody, or readmitted: it is soon in what is known.
  void exclusionsMoved(Gallery gallery) {
    watchesOf(gallery).forEach(WatchedGallery::exclusionsMoved);
  }

  private Stream<WatchedGallery> watchesOf(Gallery gallery) {
    return watched.values().stream().filter(each -> each.gallery().id() == gallery.entry().id());
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
    // only these may go: who is watched from now on may be of a generation that isn't listed yet
    List<WatchedGallery> before = List.copyOf(watched.values());
    List<GalleryEntry> all =
        galleries.all().stream().flatMap(each -> each.standing().stream()).toList();
    for (GalleryEntry each : all) {
      try {
        turn(watch(Key.of(each), each));
        Key carried = Key.of(each).bridged();
        boolean any = registry.bridges().any(each, each.space());
        if (any) {
          turn(watch(carried, each));
        }
        bridged.put(carried, any);
      } catch (GalleryException e) {
        LOG.log(System.Logger.Level.DEBUG, "a gallery went while it was looked at", e);
      } catch (RuntimeException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "gallery %s can't be calibrated now".formatted(each.name()),
            e);
      }
    }
    Set<Key> live =
        all.stream()
            .map(Key::of)
            .flatMap(each -> Stream.of(each, each.bridged()))
            .filter(each -> each.origin() == Origin.ENCODED || bridged.getOrDefault(each, false))
            .collect(Collectors.toSet());
    for (WatchedGallery each : before) {
      if (!live.contains(Key.of(each))) {
        drop(each);
      }
    }
    bridged
        .keySet()
        .removeIf(each -> all.stream().noneMatch(one -> Key.of(one).bridged().equals(each)));
  }

  private static void turn(WatchedGallery watch) {
    if (watch.isDue()) {
      watch.refresh();
    }
  }

  private synchronized void drop(WatchedGallery watch) {
    if (watched.remove(Key.of(watch), watch)) {
      watch.close();
      forget(file(Key.of(watch)));
    }
  }

  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, file + " is left behind", e);
    }
  }

  /// A gallery may be watched in several spaces and ways, each under a name of its own.
  private Path file(Key key) {
    return directory.resolve(
        "%d-%08x%s%s.cohort"
            .formatted(
                key.gallery(),
                key.space().id().hashCode(),
                key.origin() == Origin.BRIDGED ? "-bridged" : "",
                key.fusion() == Fusion.CENTROID ? "-centroid" : ""));
  }

  private synchronized WatchedGallery watch(Key key, GalleryEntry entry) {
    return watched.computeIfAbsent(
        key, _ -> new WatchedGallery(registry, priors, entry, key.origin(), file(key)));
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    watched.values().forEach(WatchedGallery::close);
  }
}
