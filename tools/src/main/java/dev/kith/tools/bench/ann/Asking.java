package dev.kith.tools.bench.ann;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Threads that ask an open index as fast as it answers.
///
/// @param threads that ask at once
record Asking(Vectors queries, int threads) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double WARM_UP_SECONDS = 1;

  /// Several indexes by turns, so that what else the machine does meets all of them alike. Each is
  /// asked for a moment first, which isn't counted.
  ///
  /// @param seconds of each turn
  /// @return one for each contender, in their order
  List<Measured> byTurns(List<Contender> all, int turns, double seconds) throws IOException {
    List<Hits> hits = new ArrayList<>();
    for (Contender each : all) {
      hits.add(each.hits());
      warmUp(each.open(), seconds);
    }
    Pace[] paces = new Pace[all.size()];
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < all.size(); i++) {
        // nobody is always the first
        int at = (i + turn) % all.size();
        Pace pace = run(all.get(at).open(), seconds);
        paces[at] = turn == 0 ? pace : paces[at].and(pace);
      }
    }
    return IntStream.range(0, all.size())
        .mapToObj(i -> new Measured(all.get(i).engine(), hits.get(i), paces[i]))
        .toList();
  }

  /// Processor time that this process has taken.
  static long cpuNanos() {
    return PROCESS.getProcessCpuTime();
  }

  /// Not for the figures.
  void warmUp(Engine.Searching open, double seconds) throws IOException {
    Pace _ = run(open, Math.min(WARM_UP_SECONDS, seconds));
  }

  Pace run(Engine.Searching open, double seconds) throws IOException {
    long cpu = cpuNanos();
    long wall = System.nanoTime();
    long[] nanos = nanos(open, seconds);
    return new Pace(nanos, (System.nanoTime() - wall) / 1e9, (cpuNanos() - cpu) / 1e9);
  }

  private long[] nanos(Engine.Searching open, double seconds) throws IOException {
    long end = System.nanoTime() + (long) (1e9 * seconds);
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("kith-bench-", 0).factory())) {
      List<Future<long[]>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(clients.submit(() -> client(open, next, end)));
      }
      return joined(parts);
    }
  }

  private long[] client(Engine.Searching open, AtomicInteger next, long end) throws IOException {
    long[] nanos = new long[1024];
    int count = 0;
    long now = System.nanoTime();
    while (now < end || count == 0) {
      int query = Math.floorMod(next.getAndIncrement(), queries.count());
      Found _ = open.search(queries.row(query));
      long after = System.nanoTime();
      nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
      nanos[count++] = after - now;
      now = after;
    }
    return Arrays.copyOf(nanos, count);
  }

  private static long[] joined(List<Future<long[]>> parts) throws IOException {
    List<long[]> nanos = new ArrayList<>();
    try {
      for (Future<long[]> each : parts) {
        nanos.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a search failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while searches were timed", e);
    }
    return nanos.stream().flatMapToLong(Arrays::stream).toArray();
  }
}
