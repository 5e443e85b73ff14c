package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/// Something for the writer's thread to do inside a transaction: all of it or nothing.
///
/// @param weight bytes it holds in the queue, roughly
/// @param alone whether it needs a transaction without others' work in it
/// @param done completes after the commit
record Work<T>(Step<T> step, long weight, boolean alone, CompletableFuture<T> done) {
  /// What is done, on the writer's thread.
  @FunctionalInterface
  interface Step<T> {
    /// @throws GalleryException when this work, and only it, can't be done
    T run(Ledger ledger) throws SQLException;
  }

  static <T> Work<T> grouped(Step<T> step, long weight) {
    return new Work<>(step, weight, false, new CompletableFuture<>());
  }

  static <T> Work<T> alone(Step<T> step) {
    return new Work<>(step, 0, true, new CompletableFuture<>());
  }

  void fail(RuntimeException cause) {
    done.completeExceptionally(cause);
  }

  /// Runs the step.
  ///
  /// @return what to call once the commit stands
  Runnable run(Ledger ledger) throws SQLException {
    T result = step.run(ledger);
    return () -> done.complete(result);
  }
}
