package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// When a process has ended what it does behind: merges, measurements, compilation. It shows in
/// that it hardly takes processor time any more.
public final class Quiet {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS = 8;
  private static final double BUSY = 0.1;

  private Quiet() {}

  /// Returns once the process took less than a tenth of a core for two seconds.
  ///
  /// @param cpuNanos that the process has taken until now
  /// @throws CommandFailure where it never rests for that long
  public static void await(LongSupplier cpuNanos, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    for (int quiet = 0; quiet < LOOKS; ) {
      if (System.nanoTime() > end) {
        throw new CommandFailure(
            "the index still works after %d s, expected it to settle".formatted(limit.toSeconds()));
      }
      long wall = System.nanoTime();
      long cpu = cpuNanos.getAsLong();
      pause();
      boolean busy = cpuNanos.getAsLong() - cpu > BUSY * (System.nanoTime() - wall);
      quiet = busy ? 0 : quiet + 1;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the index settled");
    }
  }
}
