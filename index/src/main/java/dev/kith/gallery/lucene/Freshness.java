package dev.kith.gallery.lucene;

import dev.kith.gallery.Change;
import dev.kith.gallery.Subject;
import dev.kith.gallery.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.jspecify.annotations.Nullable;

/// Keeps the view current. Changes go to a fresh tail and are in sight at once; a thread behind
/// writes tails into segments (about every second, or when a tail is full) and commits now and
/// then. While one tail is being written a second one fills; when that is full too, [#follow]
/// waits.
final class Freshness {
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration COMMIT = Duration.ofSeconds(30);

  private final CommitNote origin;
  private final IndexWriter writer;
  private final Sight sight;
  private final Described described;
  private final Object appending = new Object();
  private final Object writing = new Object();
  private final Thread refresher;
  private Tail active;
  private long newest;
  private volatile long written;
  private volatile long durable;
  private volatile boolean closed;
  private volatile @Nullable Exception failure;

  /// @param origin what the last commit said
  /// @param sight shows what that commit holds
  Freshness(String name, CommitNote origin, IndexWriter writer, Sight sight, Described described) {
    this.origin = origin;
    this.writer = writer;
    this.sight = sight;
    this.described = described;
    written = origin.sequence();
    durable = origin.sequence();
    newest =
        sight.view().segments().stream().mapToLong(each -> each.numbers().newest()).max().orElse(0);
    active = new Tail(origin.space().dimension(), newest);
    refresher = Thread.ofPlatform().daemon().name("kith-refresh-" + name).start(this::refreshing);
  }

  long durable() {
    return durable;
  }

  void follow(List<Change> changes) {
    synchronized (appending) {
      long sequence = sight.view().sequence();
      for (Change change : changes) {
        if (change.sequence() <= sight.view().sequence()) {
          continue;
        }
        describe(change);
        if (active.full()) {
          publish(sequence);
          awaitRoom();
        }
        active.append(change);
        if (change instanceof Change.Enrol(_, Template template)) {
          newest = Math.max(newest, template.number());
        }
        sequence = change.sequence();
      }
      publish(sequence);
    }
  }

  private void describe(Change change) {
    switch (change) {
      case Change.Describe(_, Subject subject) ->
          described.describe(subject.number(), subject.attributes());
      case Change.Forget(_, long subject) -> described.describe(subject, Map.of());
      case Change.Enrol _, Change.Withdraw _ -> {
        // nothing to say of attributes
      }
    }
  }

  /// Waits for the refresher to take the full tail; called with `appending` held.
  private void awaitRoom() {
    appending.notifyAll();
    try {
      while (active.full()) {
        appending.wait(REFRESH.toMillis());
        healthy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a tail was written", e);
    }
  }

  private void healthy() {
    Exception broken = failure;
    if (broken != null || closed) {
      throw new IllegalStateException(
          "generation %d can't follow: %s"
              .formatted(origin.number(), broken == null ? "it is closed" : broken.getMessage()),
          broken);
    }
  }

  /// Lets searches see the active tail as far as it is filled; called with `appending` held.
  private void publish(long sequence) {
    healthy();
    View now = sight.view();
    List<View.Fresh> fresh = new ArrayList<>();
    fresh.add(new View.Fresh(active, active.count()));
    now.fresh().stream().filter(each -> each.tail() != active).forEach(fresh::add);
    sight.show(new View(now.reader(), now.segments(), fresh, sequence));
  }

  @SuppressWarnings("CatchingUnchecked") // whatever breaks the writer must reach whoever follows
  private void refreshing() {
    long lastCommit = System.nanoTime();
    while (!closed) {
      try {
        awaitWork();
        refresh();
        if (System.nanoTime() - lastCommit > COMMIT.toNanos() && written != durable) {
          commitWritten();
          lastCommit = System.nanoTime();
        }
      } catch (InterruptedException _) {
        return;
      } catch (IOException | RuntimeException e) {
        failure = e;
        synchronized (appending) {
          appending.notifyAll();
        }
        return;
      }
    }
  }

  /// Returns when a tail is full, the generation closes, or a refresh is due.
  private void awaitWork() throws InterruptedException {
    long due = System.nanoTime() + REFRESH.toNanos();
    synchronized (appending) {
      for (long left = REFRESH.toMillis();
          left > 0 && !active.full() && !closed;
          left = Duration.ofNanos(due - System.nanoTime()).toMillis()) {
        appending.wait(left);
      }
    }
  }

  /// A tail that goes into segments, if there is one, and the sequence that they are good for then.
  private record Taken(@Nullable Tail tail, long sequence) {}

  private Taken take() {
    synchronized (appending) {
      long sequence = sight.view().sequence();
      if (active.isEmpty()) {
        return new Taken(null, sequence);
      }
      Tail full = active;
      active = new Tail(origin.space().dimension(), newest);
      publish(sequence);
      appending.notifyAll();
      return new Taken(full, sequence);
    }
  }

  /// Writes the active tail into segments and swaps the view; also where nothing was written, since
  /// a merge may have ended.
  private void refresh() throws IOException {
    synchronized (writing) {
      Taken taken = take();
      if (taken.tail() != null) {
        Changes.write(writer, taken.tail());
      }
      View before = sight.view();
      DirectoryReader reader = DirectoryReader.openIfChanged(before.reader(), writer);
      if (reader == null && taken.tail() == null) {
        return;
      }
      List<Segment> segments =
          reader == null ? before.segments() : Segment.all(reader, before.segments());
      synchronized (appending) {
        written = taken.sequence();
        View now = sight.view();
        List<View.Fresh> fresh =
            now.fresh().stream().filter(each -> each.tail() != taken.tail()).toList();
        sight.show(
            new View(reader == null ? now.reader() : reader, segments, fresh, now.sequence()));
        appending.notifyAll();
      }
      if (reader != null) {
        before.reader().decRef();
      }
    }
  }

  private void commitWritten() throws IOException {
    synchronized (writing) {
      long sequence = written;
      writer.setLiveCommitData(
          new CommitNote(origin.number(), origin.space(), sequence).written().entrySet());
      writer.commit();
      durable = sequence;
    }
  }

  /// Makes durable what is in sight. Blocks for the sync.
  void commit() throws IOException {
    refresh();
    commitWritten();
  }

  /// Commits, unless something broke, and ends the thread behind.
  void close() throws IOException, InterruptedException {
    if (failure == null) {
      commit();
    }
    synchronized (appending) {
      closed = true;
      appending.notifyAll();
    }
    refresher.join();
  }
}
