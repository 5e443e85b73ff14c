package dev.kith.server.work;

import dev.kith.calibration.Evidence;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.ThresholdHistory;
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
import java.util.concurrent.atomic.AtomicLong;

/// One gallery in one of its spaces, its templates of one origin: the cohort that follows it, and
/// what it said last. Thread-safe.
final class WatchedGallery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WatchedGallery.class.getName());

  /// What is measured is worked out again a twentieth of the time at most, unless somebody waits.
  private static final int SHARE = 20;

  private final GalleryEntry gallery;
  private final Origin origin;
  private final Priors priors;
  private final Cohort cohort;
  private final Registry.Subscription place;
  private final Chronicle chronicle;
  private volatile Optional<Known> known = Optional.empty();

  /// How often an operator waited for it, and how many of these got what they waited for.
  private final AtomicLong wanted = new AtomicLong();

  private long given;
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

  /// An operator excluded somebody, or readmitted: who looks next wants to see it, so until it is
  /// in what is known, that is worked out as often as it moves.
  void exclusionsMoved() {
    // first this: a cohort that has settled since it was wanted has then read the exclusion
    cohort.strangersMoved();
    wanted.incrementAndGet();
  }

  synchronized boolean isDue() {
    return cohort.version() != seen && (wanted.get() > given || System.nanoTime() - dueNanos >= 0);
  }

  synchronized void refresh() {
    long began = System.nanoTime();
    long waited = wanted.get();
    boolean settled = cohort.await(Duration.ZERO);
    seen = cohort.version();
    Known now = of(cohort.standing());
    known = Optional.of(now);
    if (settled) {
      given = waited;
    }
    Optional<ThresholdHistory.Entry> news =
        origin == Origin.ENCODED ? chronicle.news(now) : Optional.empty();
    // a slow disk is no work: what is written doesn't count
    long ended = System.nanoTime();
    dueNanos = ended + Math.max(TimeUnit.SECONDS.toNanos(1), SHARE * (ended - began));
    news.ifPresent(entry -> chronicle.keep(now, entry));
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
