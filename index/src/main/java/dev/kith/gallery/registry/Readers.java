package dev.kith.gallery.registry;

import dev.kith.gallery.CorruptionException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Read-only sessions, opened as they are needed and kept. Every question is answered from one
/// snapshot of committed rows. Thread-safe; a caller waits while all sessions are in use.
final class Readers implements AutoCloseable {
  private static final int MOST = 16;

  /// A question to committed rows.
  @FunctionalInterface
  interface Question<T> {
    T ask(Session session) throws SQLException;
  }

  private final Path file;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore free = new Semaphore(MOST);
  private volatile boolean closed;

  Readers(Path file) {
    this.file = file;
  }

  <T> T ask(Question<T> question) {
    return askOnce(session -> {
      session.change("BEGIN");
      T answer = question.ask(session);
      session.change("COMMIT");
      return answer;
    });
  }

  /// The same for a question whose statements may be of one snapshot each.
  <T> T askOnce(Question<T> question) {
    free.acquireUninterruptibly();
    try {
      Session session = idle.pollFirst();
      return answered(session == null ? opened() : session, question);
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      free.release();
    }
  }

  private Session opened() throws SQLException {
    if (closed) {
      throw new IllegalStateException("the registry is closed");
    }
    return Session.reading(file);
  }

  /// A session that failed is dropped, not asked again.
  private <T> T answered(Session session, Question<T> question) throws SQLException {
    boolean whole = false;
    try {
      T answer = question.ask(session);
      whole = true;
      return answer;
    } finally {
      if (whole && !closed) {
        idle.addFirst(session);
      } else {
        session.close();
      }
    }
  }

  /// What a failed statement means to callers.
  static RuntimeException failure(SQLException e) {
    if (e instanceof SQLiteException known
        && (known.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT
            || known.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB)) {
      return new CorruptionException("registry.db is damaged: " + e.getMessage(), e);
    }
    return new IllegalStateException("the registry failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    closed = true;
    free.acquireUninterruptibly(MOST);
    try {
      for (Session session = idle.poll(); session != null; session = idle.poll()) {
        session.close();
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      free.release(MOST);
    }
  }
}
