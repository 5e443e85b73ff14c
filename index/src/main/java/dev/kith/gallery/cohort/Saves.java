package dev.kith.gallery.cohort;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// When a cohort's rows were kept last, and from where on the log is needed for them. Written by
/// one thread, read by any.
final class Saves {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Snapshot snapshot;
  private volatile boolean kept;
  private volatile long sequence;
  private long version;
  private long nanos = System.nanoTime();

  Saves(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /// @param head of the gallery's log: a file that stands further is of another registry
  Optional<Snapshot.Kept> read(long head) {
    Optional<Snapshot.Kept> before = snapshot.read().filter(each -> each.sequence() <= head);
    before.ifPresent(each -> {
      sequence = each.sequence();
      kept = true;
    });
    return before;
  }

  boolean isDue(long current) {
    return current != version && System.nanoTime() - nanos > EVERY_NANOS;
  }

  /// @param now the rows, as bytes of the file
  /// @param at the sequence they stand at
  void write(byte[] now, long at, long current) {
    nanos = System.nanoTime();
    if (snapshot.write(now)) {
      sequence = at;
      version = current;
      kept = true;
    }
  }

  byte[] bytes(Snapshot.Kept rows) {
    return snapshot.bytes(rows);
  }

  /// The last change that needn't be read again after a crash.
  ///
  /// @param applied without a file everything is compared anew anyway
  long durable(long applied) {
    return kept ? sequence : applied;
  }
}
