package dev.kith.gallery.cohort;

import dev.kith.gallery.Change;
import dev.kith.gallery.Follower;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The strangers of one gallery and how near its templates come to each. Commits only wake it; it
/// reads the change log itself, on its own thread, which steps back while others write. What it has
/// compared it keeps in a file now and then: after a restart, or a crash, it reads the log from
/// there on and compares nothing twice. Thread-safe.
///
/// Cost: a dot product for each pair of a new reference and a watched embedding, a read of the
/// whole gallery when strangers are added or excluded, and now and then when the gallery has grown
/// by a fifth.
public final class Cohort implements Follower, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Cohort.class.getName());
  private static final int PAGE = 1024;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// Of its thread's time while others write: a quarter.
  private static final int REST = 3;

  private final Registry registry;
  private final GalleryEntry gallery;
  private final Origin origin;
  private final GalleryScan scan;
  private final Saves saves;
  private final News news = new News();

  /// For the watches, held while a page of changes is applied: commits never take it.
  private final ReentrantLock table = new ReentrantLock();

  private final Watches watches;
  private final Thread thread;
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong strangersWanted = new AtomicLong(1);
  private volatile long strangersRead;
  private volatile long known;
  private volatile long applied;
  private volatile boolean knows;
  private volatile long lastCommit;
  private volatile OptionalDouble progress = OptionalDouble.empty();

  /// Of the templates that were encoded.
  public Cohort(Registry registry, GalleryEntry gallery, Path file) {
    this(registry, gallery, Origin.ENCODED, file);
  }

  /// @param gallery as it is listed now: its space is watched
  /// @param origin of the templates it compares with
  /// @param file where it keeps what it has compared
  public Cohort(Registry registry, GalleryEntry gallery, Origin origin, Path file) {
    this.registry = registry;
    this.gallery = gallery;
    this.origin = origin;
    scan = new GalleryScan(registry, gallery);
    saves = new Saves(new Snapshot(file, gallery));
    known = registry.head(gallery);
    Optional<Snapshot.Kept> before = saves.read(known);
    knows = before.isPresent();
    applied = before.map(Snapshot.Kept::sequence).orElse(known);
    watches =
        new Watches(
            gallery.space().dimension(),
            before.map(Snapshot.Kept::rows).orElse(List.of()),
            before.map(Snapshot.Kept::marks).orElse(Watches.Marks.NONE));
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

  @Override
  public long durableSequence() {
    return saves.durable(applied);
  }

  @Override
  public void follow(List<Change> changes) {
    if (!changes.isEmpty()) {
      known = changes.getLast().sequence();
      lastCommit = System.nanoTime();
      news.ring();
    }
  }

  /// Strangers were admitted or dismissed, or somebody was excluded.
  public void strangersMoved() {
    strangersWanted.incrementAndGet();
    news.ring();
  }

  /// Waits until everything committed before the call is in [#standing].
  ///
  /// @return false when the time was up first
  public boolean await(Duration most) {
    return news.awaitSettled(most);
  }

  /// Whether [#standing] says something that was measured: before the last restart, or since.
  public boolean knows() {
    return knows;
  }

  /// Changes whenever [#standing] may have.
  public long version() {
    return version.get();
  }

  /// How much of the gallery was compared with those that wait for it; empty while none does.
  public OptionalDouble progress() {
    return progress;
  }

  /// What is known now. Cost: up to half a second with 10,000 strangers, so not on a request's way.
  public Standing standing() {
    long subjects = origin.subjects(registry, gallery);
    return locked(() -> watches.readings(applied)).standing(subjects);
  }

  /// Strangers and members that were compared with the whole gallery.
  public int rows() {
    return watched().size();
  }

  List<Watch> watched() {
    return locked(watches::compared);
  }

  private void run() {
    while (!news.isClosed()) {
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
      var cohort = scan.strangers();
      var excluded = registry.exclusions(gallery);
      change(() -> watches.strangers(cohort, excluded));
      strangersRead = wanted;
    } else if (applied < known) {
      catchUp();
    } else if (!compare()) {
      knows = true;
      news.rest(this::isIdle);
    }
    if (saves.isDue(version.get())) {
      save();
    }
  }

  private boolean isIdle() {
    return applied >= known && strangersRead == strangersWanted.get();
  }

  private void catchUp() {
    long began = System.nanoTime();
    List<Change> page = registry.changes(gallery, gallery.space(), applied, PAGE);
    Moves moves = Moves.of(page, locked(watches::marks).newest(), scan, origin);
    change(() -> {
      watches.apply(moves);
      applied = page.isEmpty() ? Math.max(applied, known) : page.getLast().sequence();
    });
    long now = System.nanoTime();
    if (now - lastCommit < QUIET_NANOS) {
      news.pause(Duration.ofNanos(REST * (now - began)));
    }
  }

  /// @return whether there was anything to compare with the whole gallery
  private boolean compare() {
    Registry.Counts counts = registry.counts(gallery);
    if (locked(() -> watches.outdated(counts.subjects()))) {
      Draw draw = new Draw();
      scan.templates(news::isClosed, page -> draw.offer(Origin.ENCODED.of(page)));
      change(() -> watches.members(draw, counts.subjects()));
    }
    Optional<Table> waiting = locked(watches::toCompare);
    waiting.ifPresent(rows -> compare(rows, counts.templates()));
    return waiting.isPresent();
  }

  private void compare(Table waiting, long templates) {
    long[] seen = new long[2];
    scan.references(
        origin::has,
        news::isClosed,
        page -> {
          waiting.offer(page, true);
          for (Reference each : page) {
            seen[0] += each.templates().size();
            seen[1] = Math.max(seen[1], each.templates().getLast().number());
          }
          progress = OptionalDouble.of(Math.min(1, (double) seen[0] / Math.max(1, templates)));
        });
    progress = OptionalDouble.empty();
    if (!news.isClosed()) {
      change(() -> watches.compared(seen[1]));
    }
  }

  private void change(Runnable work) {
    long _ =
        locked(() -> {
          work.run();
          return version.incrementAndGet();
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

  /// Keeps what was compared, whole and as of one sequence.
  void save() {
    long[] at = new long[2];
    byte[] now =
        locked(() -> {
          at[0] = applied;
          at[1] = version.get();
          return saves.bytes(new Snapshot.Kept(applied, watches.marks(), watches.compared()));
        });
    saves.write(now, at[0], at[1]);
  }

  private void failed(RuntimeException e) {
    if (news.isClosed()) {
      return;
    }
    LOG.log(
        e instanceof GalleryException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
        "the cohort of gallery %s starts over".formatted(gallery.name()),
        e);
    change(watches::startOver);
    news.pause(RETRY);
    try {
      applied = registry.head(gallery);
    } catch (GalleryException _) {
      // erased meanwhile: its owner will close us
    }
  }

  @Override
  public void close() {
    news.close();
    try {
      thread.join();
      if (knows) {
        save();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
