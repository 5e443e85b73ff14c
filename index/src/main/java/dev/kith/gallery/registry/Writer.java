package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The one thread that writes: takes all work that waits, runs it in one transaction, commits,
/// shows the changes to the followers, then acknowledges. Work at fault fails alone.
///
/// After a failed sync the system may have dropped pages that we believe written, and a second sync
/// may succeed all the same: so every error of input or output stops writes until the registry is
/// opened anew and reads from the disk what is really there.
final class Writer implements AutoCloseable {
  /// Makes a transaction durable; tests put a failing disk here.
  @FunctionalInterface
  interface Commit {
    void commit(Session session) throws SQLException;
  }

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());

  private final Ledger ledger;
  private final Commit commit;
  private final BiConsumer<Long, List<News>> followers;
  private final DisplayNames names;
  private final Backlog backlog = new Backlog();
  private final Thread thread;
  private volatile @Nullable String stopped;

  /// @param followers is told of each commit's changes, by gallery, before they are acknowledged
  /// @param names told before that, too, which of them changed
  Writer(Session session, Commit commit, BiConsumer<Long, List<News>> followers, DisplayNames names)
      throws SQLException {
    this.ledger = new Ledger(session);
    this.commit = commit;
    this.followers = followers;
    this.names = names;
    this.thread = Thread.ofPlatform().name("kith-registry-writer").unstarted(this::write);
  }

  void start() {
    thread.start();
  }

  Optional<String> stopped() {
    return Optional.ofNullable(stopped);
  }

  /// Ends writes until restart; the first reason is kept.
  synchronized void stop(String reason) {
    if (stopped == null) {
      stopped = reason;
      LOG.log(System.Logger.Level.ERROR, "writes stop until restart: " + reason);
    }
  }

  /// @throws GalleryException.Unavailable `stopped`, `busy` or `closed`
  void submit(Work<?> work) {
    checkRunning();
    backlog.add(work);
  }

  /// Submits and waits for the commit.
  <T> T await(Work<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("got a blocking write on the writer's own thread");
    }
    submit(work);
    try {
      return work.done().join();
    } catch (CompletionException e) {
      // the exception of the writer's thread is thrown again here, so both stacks are in it
      if (e.getCause() instanceof RuntimeException cause) {
        cause.addSuppressed(new IllegalStateException("awaited here"));
        throw cause;
      }
      throw e;
    }
  }

  private void checkRunning() {
    String reason = stopped;
    if (reason != null) {
      throw stoppedBecause(reason);
    }
  }

  private static GalleryException stoppedBecause(String reason) {
    return new GalleryException.Unavailable(
        "stopped", "writes are stopped until restart: " + reason);
  }

  private void write() {
    try {
      for (List<Work<?>> group = backlog.group(); !group.isEmpty(); group = backlog.group()) {
        write(group);
      }
    } catch (InterruptedException _) {
      stop("the writer was interrupted");
    } finally {
      backlog.drain().forEach(this::abandon);
    }
  }

  private void abandon(Work<?> work) {
    work.fail(stoppedBecause(stopped().orElse("the writer ended")));
  }

  private void write(List<Work<?>> group) {
    try {
      checkRunning();
      List<Runnable> acknowledgements = transaction(group);
      names.forget(ledger.renamed());
      for (Map.Entry<Long, List<News>> each : ledger.committed().entrySet()) {
        followers.accept(each.getKey(), each.getValue());
      }
      acknowledgements.forEach(Runnable::run);
    } catch (SQLException e) {
      rollback();
      RuntimeException failure = failure(e);
      group.forEach(work -> work.fail(failure));
    } catch (RuntimeException e) {
      rollback();
      group.forEach(work -> work.fail(e));
    } catch (Error e) {
      // what the transaction was about to do is unknown
      stop(e.toString());
      group.forEach(this::abandon);
      throw e;
    }
  }

  private List<Runnable> transaction(List<Work<?>> group) throws SQLException {
    ledger.session().change("BEGIN IMMEDIATE");
    List<Runnable> acknowledgements = new ArrayList<>();
    for (Work<?> work : group) {
      unit(work).ifPresent(acknowledgements::add);
    }
    ledger.counters().store(ledger.session());
    commit.commit(ledger.session());
    return acknowledgements;
  }

  private Optional<Runnable> unit(Work<?> work) throws SQLException {
    ledger.session().change("SAVEPOINT unit");
    try {
      Runnable acknowledgement = work.run(ledger);
      ledger.unitDone();
      ledger.session().change("RELEASE unit");
      return Optional.of(acknowledgement);
    } catch (RuntimeException e) {
      ledger.session().change("ROLLBACK TO unit");
      ledger.session().change("RELEASE unit");
      ledger.unitFailed();
      work.fail(e);
      return Optional.empty();
    }
  }

  private void rollback() {
    ledger.rolledBack();
    try {
      ledger.session().run("ROLLBACK");
    } catch (SQLException _) {
      // SQLite has rolled back by itself
    }
  }

  /// What a failed transaction means: a full disk is for people to free, a broken rule is a mistake
  /// of ours, all else stops writes.
  private RuntimeException failure(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
    if (code == SQLiteErrorCode.SQLITE_FULL) {
      return new GalleryException.Unavailable("disk-full", "the disk of the registry is full");
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY) {
      return new GalleryException.Unavailable("busy", "another process writes to the registry");
    }
    if (code.name().startsWith("SQLITE_CONSTRAINT")) {
      return Readers.failure(e);
    }
    stop(String.valueOf(e.getMessage()));
    return stoppedBecause(String.valueOf(e.getMessage()));
  }

  /// Finishes what is queued, then closes the session.
  @Override
  public void close() {
    backlog.close();
    try {
      thread.join();
      ledger.session().close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw Readers.failure(e);
    }
  }
}
