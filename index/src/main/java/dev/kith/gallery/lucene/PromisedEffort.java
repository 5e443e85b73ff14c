package dev.kith.gallery.lucene;

import dev.kith.calibration.Estimate;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Filter;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Recall;
import dev.kith.gallery.Search;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The beam that keeps the promised recall: tuned on the gallery's own templates, again when it has
/// grown or shrunk by a quarter, and watched by exact scans of searches that came in. Where those
/// fall below the promise, the beam widens.
///
/// A thread does that while there is something to do, at most a fiftieth of the time for scans of
/// searches; it is started by searches and by whoever asks for the recall, so that a gallery at
/// rest costs nothing.
final class PromisedEffort implements Effort {
  /// Before anything was measured: more than identity-like vectors need, not enough for any
  /// vectors.
  private static final int UNTUNED = 1024;

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int SHARE = 50;
  private static final double GROWN = 1.25;
  private static final int WATCHED = 16;
  private static final int ENOUGH = 64;
  private static final int REMEMBERED = 4000;

  private final String name;
  private final Sight sight;
  private final BlockingQueue<float[]> heard = new ArrayBlockingQueue<>(WATCHED);
  private volatile Standing standing =
      new Standing(GallerySettings.DEFAULTS.recall(), UNTUNED, 0, Tally.NONE, Tally.NONE);
  private volatile long due = System.nanoTime();
  private volatile boolean closed;
  private @Nullable Thread worker;

  /// What is known of the promise.
  ///
  /// @param rows in graphs when the beam was tuned; 0 before
  /// @param tuned what the tuning measured
  /// @param watched searches that came in since
  private record Standing(double promised, int beam, long rows, Tally tuned, Tally watched) {
    Tally best() {
      return watched.searches() >= ENOUGH ? watched : tuned;
    }

    boolean fits(long now) {
      return rows > 0 && now <= GROWN * rows && rows <= GROWN * now;
    }
  }

  PromisedEffort(String name, Sight sight) {
    this.name = name;
    this.sight = sight;
  }

  @Override
  public int beam(float[] probe, Search search) {
    if (!search.exact() && search.filter().wanted().isEmpty()) {
      boolean _ = heard.offer(probe);
    }
    lookAfter();
    Standing now = standing;
    // the promise is of ten subjects; whoever asks for more needs more in sight
    return now.promised() == 1 ? EXACT : Math.max(now.beam(), 2 * search.limit());
  }

  @Override
  public void promise(double recall) {
    synchronized (this) {
      if (recall != standing.promised()) {
        standing = new Standing(recall, UNTUNED, 0, Tally.NONE, Tally.NONE);
        due = System.nanoTime();
      }
    }
    lookAfter();
  }

  @Override
  public Recall recall() {
    lookAfter();
    Standing now = standing;
    if (now.promised() == 1 || graphed(sight.view()) == 0) {
      return new Recall(now.promised(), 1, 1, 1, 0, 0);
    }
    Estimate estimate = now.best().estimate();
    return new Recall(
        now.promised(),
        estimate.value(),
        estimate.low(),
        estimate.high(),
        Math.round(now.best().searches()),
        now.beam());
  }

  /// Rows that searches walk to.
  private static long graphed(View view) {
    long rows = 0;
    for (Segment each : view.segments()) {
      if (each.walked()) {
        rows += each.numbers().rows();
      }
    }
    return rows;
  }

  private void lookAfter() {
    if (System.nanoTime() - due < 0) {
      return;
    }
    synchronized (this) {
      if (!closed && worker == null && System.nanoTime() - due >= 0) {
        worker = Thread.ofPlatform().daemon().name("kith-recall-" + name).start(this::work);
      }
    }
  }

  private void work() {
    Duration pause = PAUSE;
    try {
      pause = sight.look(this::keep);
    } catch (GalleryException.Unavailable _) {
      // closed meanwhile
    } finally {
      synchronized (this) {
        due = System.nanoTime() + pause.toNanos();
        worker = null;
      }
    }
  }

  /// @return how long to rest
  private Duration keep(View view) throws IOException {
    Standing before = standing;
    long rows = graphed(view);
    if (rows == 0 || before.promised() == 1) {
      heard.clear();
      return PAUSE;
    }
    long began = System.nanoTime();
    if (!before.fits(rows)) {
      Tuning.Tuned tuned = new Tuning(view, () -> closed).tune(before.promised());
      replace(
          before, new Standing(before.promised(), tuned.beam(), rows, tuned.tally(), Tally.NONE));
    } else if (heard.remainingCapacity() == 0) {
      replace(before, watch(view, before));
      return PAUSE.plusNanos(SHARE * (System.nanoTime() - began));
    }
    return PAUSE;
  }

  private synchronized void replace(Standing before, Standing next) {
    if (standing.equals(before) && !closed) {
      standing = next;
    }
  }

  /// Compares searches that came in with exact scans of the same view.
  private Standing watch(View view, Standing before) throws IOException {
    List<float[]> probes = new ArrayList<>();
    heard.drainTo(probes);
    List<List<Candidate>> truths = new Exact(view, Tuning.DEPTH).onOneCore(probes);
    Search search = new Search(Tuning.DEPTH, Filter.EVERYBODY, false);
    Tally watched = before.watched();
    for (int i = 0; i < probes.size(); i++) {
      watched = watched.and(view.search(probes.get(i), search, null, before.beam()), truths.get(i));
    }
    if (watched.searches() >= ENOUGH && watched.share() < before.promised()) {
      return new Standing(
          before.promised(), Tuning.wider(before.beam()), before.rows(), Tally.NONE, Tally.NONE);
    }
    return new Standing(
        before.promised(),
        before.beam(),
        before.rows(),
        before.tuned(),
        watched.searches() > REMEMBERED ? watched.halved() : watched);
  }

  @Override
  public void close() throws InterruptedException {
    Thread last;
    synchronized (this) {
      closed = true;
      last = worker;
    }
    if (last != null) {
      last.join();
    }
  }
}
