package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work on a range of rows, shared out among threads in small pieces. The calling thread is one of
/// them; the first failure ends all.
final class Parallel {
  private final int threads;
  private final Abortion abortion;

  /// Asked between pieces; throws to end the work.
  @FunctionalInterface
  interface Abortion {
    void check() throws IOException;
  }

  /// One thread's part of the work.
  @FunctionalInterface
  interface Worker {
    void work(int from, int to) throws IOException;
  }

  Parallel(int threads, Abortion abortion) {
    this.threads = threads;
    this.abortion = abortion;
  }

  /// The calling thread, to the end.
  static Parallel alone() {
    return new Parallel(
        1,
        () -> {
          // nobody abandons it
        });
  }

  void run(int size, int piece, Supplier<Worker> workers) throws IOException {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable share = () -> share(next, size, piece, workers.get(), failure);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, (size + piece - 1) / piece); i++) {
      others.add(Thread.ofPlatform().daemon().name("kith-graph-" + i).start(share));
    }
    share.run();
    join(others);
    rethrow(failure.get());
  }

  @SuppressWarnings("CatchingUnchecked") // every thread's failure must reach the caller
  private void share(
      AtomicInteger next,
      int size,
      int piece,
      Worker worker,
      AtomicReference<@Nullable Throwable> failure) {
    try {
      for (int from = next.getAndAdd(piece);
          from < size && failure.get() == null;
          from = next.getAndAdd(piece)) {
        abortion.check();
        worker.work(from, Math.min(size, from + piece));
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void join(List<Thread> threads) throws InterruptedIOException {
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a graph was built");
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    switch (failure) {
      case null -> {
        // every piece is done
      }
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
