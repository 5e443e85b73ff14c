package dev.kith.gallery.cohort;

import dev.kith.gallery.Change;
import dev.kith.gallery.Follower;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The strangers of one gallery and how near its templates come to each. Commits only wake it; it
/// reads the change log itself, on its own thread, which steps back while others write. After a
/// restart it compares everything anew, and says what it said before until then. Thread-safe.
///
/// Cost: a dot product for each pair of a new template and a watched embedding, a read of the whole
/// gallery when strangers are added, and now and then when the gallery has grown by a fifth.
public final class Cohort implements Follower, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Cohort.class.getName());
  private static final int PAGE = 1024;
  private static final long TURN_MILLIS = 1000;
  private static final long SAVED_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// Of its thread's time while others write: a quarter.
  private static final int REST = 3;

  private final Registry registry;
  private final GalleryEntry gallery;

  /// For news only, held for a moment: commits take it.
  private final ReentrantLock lock = new ReentrantLock();

  /// For the watches, held while a page of changes is applied: commits never take it.
  private final ReentrantLock table = new ReentrantLock();

  private final AtomicLong version = new AtomicLong();
  private final Condition news = lock.newCondition();
  private final Watches watches;
  private final Remembered remembered;
  private final Thread thread;
  private volatile Optional<Readings> before;
  private volatile long saved = System.nanoTime();
  private volatile long known;
  private volatile long applied;
  private volatile long lastCommit;
  private final AtomicLong strangersWanted = new AtomicLong(1);
  private volatile long strangersRead;
  private volatile boolean settled;
  private volatile boolean everSettled;
  private volatile boolean closed;

  /// @param gallery as it is listed now: its space is watched
  /// @param file where it remembers what it measured
  public Cohort(Registry registry, GalleryEntry gallery, Path file) {
    this.registry = registry;
    this.remembered = new Remembered(file, gallery.space());
    before = remembered.read();
    this.gallery = gallery;
    watches = new Watches(gallery.space().dimension());
    known = registry.head(gallery);
    applied = known;
    thread =
        Thread.ofPlatform().daemon().name("kith-cohort-" + gallery.name()).unstarted(this::run);
  }

  /// Begins to watch; to be called once it is subscribed.
  public void start() {
    thread.start();
  }

  @Override
  public Space space() {
    return gallery.space();
  }

  @Override
  public long sequence() {
    return known;
  }

  /// Up to here the log isn't needed any more.
  @Override
  public long durableSequence() {
    return applied;
  }

  @Override
  public void follow(List<Change> changes) {
    if (!changes.isEmpty()) {
      known = changes.getLast().sequence();
      lastCommit = System.nanoTime();
      wake();
    }
  }

  /// Strangers were admitted or dismissed.
  public void strangersMoved() {
    strangersWanted.incrementAndGet();
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      settled = false;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until everything committed before the call is in [#standing].
  ///
  /// @return false when the time was up first
  public boolean await(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    lock.lock();
    try {
      while (!settled && !closed) {
        long left = until - System.nanoTime();
        if (left <= 0 || news.awaitNanos(left) <= 0) {
          return settled;
        }
      }
      return settled;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Whether [#standing] says something that was measured: before the last restart, or since.
  public boolean knows() {
    return before.isPresent() || everSettled;
  }

  /// Changes whenever [#standing] may have.
  public long version() {
    return version.get();
  }

  /// What is known now. Cost: up to half a second with 10,000 strangers, so not on a request's way.
  public Standing standing() {
    long subjects = registry.counts(gallery).subjects();
    Readings readings = before.orElseGet(() -> locked(() -> watches.readings(applied)));
    if (before.isEmpty() && System.nanoTime() - saved > SAVED_NANOS) {
      remembered.write(readings);
      saved = System.nanoTime();
    }
    return readings.standing(subjects);
  }

  List<Watch> watched() {
    return locked(watches::compared);
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  /// Does what is most needed, or waits for news.
  private void turn() {
    long wanted = strangersWanted.get();
    if (strangersRead != wanted) {
      readStrangers();
      strangersRead = wanted;
    } else if (applied < known) {
      catchUp();
    } else if (!compare()) {
      rest(wanted);
    }
  }

  private void readStrangers() {
    List<Stranger> all = new ArrayList<>();
    long after = 0;
    for (List<Stranger> page = page(after); !page.isEmpty(); page = page(after)) {
      all.addAll(page);
      after = page.getLast().number();
    }
    locked(() -> {
      watches.strangers(all);
      return version.incrementAndGet();
    });
  }

  private List<Stranger> page(long after) {
    return registry.strangers().page(gallery, Stranger.Role.COHORT, gallery.space(), after, PAGE);
  }

  private void catchUp() {
    long began = System.nanoTime();
    List<Change> page = registry.changes(gallery, gallery.space(), applied, PAGE);
    locked(() -> {
      watches.apply(page);
      applied = page.isEmpty() ? Math.max(applied, known) : page.getLast().sequence();
      return version.incrementAndGet();
    });
    long now = System.nanoTime();
    if (now - lastCommit < QUIET_NANOS) {
      pause(Duration.ofNanos(REST * (now - began)));
    }
  }

  /// @return whether there was anything to compare with the whole gallery
  private boolean compare() {
    long subjects = registry.counts(gallery).subjects();
    if (outdated(subjects)) {
      draw(subjects);
    }
    Optional<Table> waiting = locked(watches::toCompare);
    if (waiting.isEmpty()) {
      return false;
    }
    long last = 0;
    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent() && !closed) {
      Registry.Page page = registry.templates(gallery, gallery.space(), after.getAsLong(), PAGE);
      waiting.get().offer(page.templates(), true);
      last = page.templates().isEmpty() ? last : page.templates().getLast().number();
      after = page.last();
    }
    long newest = last;
    if (!closed) {
      locked(() -> {
        watches.compared(newest);
        return version.incrementAndGet();
      });
    }
    return true;
  }

  private boolean outdated(long subjects) {
    return locked(() -> watches.outdated(subjects));
  }

  private void draw(long subjects) {
    Draw draw = new Draw();
    OptionalLong after = OptionalLong.of(0);
    while (after.isPresent() && !closed) {
      Registry.Page page = registry.templates(gallery, gallery.space(), after.getAsLong(), PAGE);
      draw.offer(page.templates());
      after = page.last();
    }
    locked(() -> {
      watches.members(draw, subjects);
      return subjects;
    });
  }

  private <T> T locked(Supplier<T> work) {
    table.lock();
    try {
      return work.get();
    } finally {
      table.unlock();
    }
  }

  /// Waits for news, unless some came since it was looked for.
  private void rest(long strangersSeen) {
    lock.lock();
    try {
      while (applied >= known && strangersWanted.get() == strangersSeen && !closed) {
        settled = true;
        if (before.isPresent() || !everSettled) {
          everSettled = true;
          before = Optional.empty();
          version.incrementAndGet();
        }
        news.signalAll();
        if (!news.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void failed(RuntimeException e) {
    if (closed) {
      return;
    }
    LOG.log(
        e instanceof GalleryException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
        "the cohort of gallery %s starts over".formatted(gallery.name()),
        e);
    locked(() -> {
      watches.startOver();
      return applied;
    });
    pause(Duration.ofMillis(TURN_MILLIS));
    try {
      applied = registry.head(gallery);
    } catch (GalleryException _) {
      // erased meanwhile: its owner will close us
    }
  }

  private void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    lock.lock();
    try {
      for (long left = time.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
        news.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join();
      if (everSettled) {
        remembered.write(locked(() -> watches.readings(applied)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
