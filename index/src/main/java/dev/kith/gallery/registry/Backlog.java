package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Work that waits for the writer, in order, bounded by its bytes.
final class Backlog {
  private static final long MOST_BYTES = 256L << 20;

  /// How much goes into one transaction: enough to share a sync, not so much that the first waits
  /// long for the last.
  private static final long GROUP_BYTES = 8L << 20;

  private final ArrayDeque<Work<?>> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /// @throws GalleryException.Unavailable `busy` when there is too much, `closed` after [#close]
  synchronized void add(Work<?> work) {
    if (closed) {
      throw new GalleryException.Unavailable("closed", "the registry is closing, expected it open");
    }
    if (work.weight() > 0 && bytes > 0 && bytes + work.weight() > MOST_BYTES) {
      throw new GalleryException.Unavailable(
          "busy", "%d MB of writes are waiting, expected less".formatted(bytes >> 20));
    }
    waiting.add(work);
    bytes += work.weight();
    notifyAll();
  }

  /// Waits for work and takes what fits into one transaction; empty when closed and done.
  synchronized List<Work<?>> group() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<Work<?>> group = new ArrayList<>();
    long taken = 0;
    while (!waiting.isEmpty() && fits(waiting.getFirst(), group, taken)) {
      Work<?> work = waiting.removeFirst();
      taken += work.weight();
      group.add(work);
      if (work.alone()) {
        break;
      }
    }
    bytes -= taken;
    return group;
  }

  private static boolean fits(Work<?> next, List<Work<?>> group, long taken) {
    return group.isEmpty() || (!next.alone() && taken + next.weight() <= GROUP_BYTES);
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Closes, and takes what nobody will write any more.
  synchronized List<Work<?>> drain() {
    close();
    List<Work<?>> left = List.copyOf(waiting);
    waiting.clear();
    return left;
  }
}
