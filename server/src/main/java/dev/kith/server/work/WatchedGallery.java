package dev.kith.server.work;

import dev.kith.calibration.Evidence;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.cohort.Cohort;
import dev.kith.gallery.cohort.Origin;
import dev.kith.gallery.cohort.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/// One gallery in one of its spaces, its templates of one origin: the cohort that follows it, and
/// what it said last. Thread-safe.
final class WatchedGallery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WatchedGallery.class.getName());

  /// What is measured is worked out again a twentieth of the time at most.
  private static final int SHARE = 20;

  private final GalleryEntry gallery;
  private final Origin origin;
  private final Priors priors;
  private final Cohort cohort;
  private final Registry.Subscription place;
  private final Chronicle chronicle;
  private volatile Optional<Known> known = Optional.empty();
  private long seen = -1;
  private long dueNanos = System.nanoTime();

  /// @param file where the cohort keeps what it compared
  WatchedGallery(Registry registry, Priors priors, GalleryEntry gallery, Origin origin, Path file) {
    this.gallery = gallery;
    this.origin = origin;
    this.priors = priors;
    chronicle = new Chronicle(registry, gallery);
    cohort = new Cohort(registry, gallery, origin, file);
    place =
        registry.subscribe(
            gallery,
            cohort,
            failure -> LOG.log(System.Logger.Level.ERROR, "the cohort lost its place", failure));
    cohort.start();
  }

  Origin origin() {
    return origin;
  }

  GalleryEntry gallery() {
    return gallery;
  }

  Optional<Known> known() {
    return known;
  }

  /// Whether something was measured, perhaps before the last restart.
  boolean knows() {
    return cohort.knows();
  }

  boolean await(Duration most) {
    return cohort.await(most);
  }

  OptionalDouble progress() {
    return cohort.progress();
  }

  void strangersMoved() {
    cohort.strangersMoved();
  }

  synchronized boolean isDue() {
    return cohort.version() != seen && System.nanoTime() - dueNanos >= 0;
  }

  synchronized void refresh() {
    long began = System.nanoTime();
    seen = cohort.version();
    Known now = of(cohort.standing());
    known = Optional.of(now);
    if (origin == Origin.ENCODED) {
      chronicle.note(now);
    }
    long ended = System.nanoTime();
    dueNanos = ended + Math.max(TimeUnit.SECONDS.toNanos(1), SHARE * (ended - began));
  }

  private Known of(Standing standing) {
    List<Evidence> evidence = new ArrayList<>(standing.evidence());
    if (origin == Origin.ENCODED) {
      priors.of(gallery).ifPresent(evidence::add);
    }
    return new Known(standing, evidence);
  }

  @Override
  public void close() {
    place.close();
    cohort.close();
  }
}
