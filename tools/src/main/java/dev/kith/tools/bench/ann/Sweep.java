package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Measures engines on one task: the build, then searches beam by beam.
final class Sweep {
  private static final float TOLERANCE = 1e-6f;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Task task;
  private final Truth truth;
  private final int threads;
  private final double seconds;

  /// @param threads that search at once
  /// @param seconds to search for with each beam
  Sweep(Task task, Truth truth, int threads, double seconds) {
    this.task = task;
    this.truth = truth;
    this.threads = threads;
    this.seconds = seconds;
  }

  /// Builds and tells the price.
  ObjectNode build(Engine engine, Path directory) throws IOException {
    long wall = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    engine.build(directory, task);
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
    return JsonNodeFactory.instance
        .objectNode()
        .put("engine", engine.name())
        .put("phase", "build")
        .put("vectors", task.base().count())
        .put("dimension", task.base().dimension())
        .put("threads", Runtime.getRuntime().availableProcessors())
        .put("wallSeconds", wallSeconds)
        .put("cpuSeconds", cpuSeconds)
        .put("bytes", bytes(directory))
        .put("segments", engine.segments(directory, task));
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  /// What the searches found, in shares of what there was.
  private record Recall(double one, double ten, double subjects, boolean collapsed) {}

  ObjectNode search(Engine engine, Path directory, int beam) throws IOException {
    try (Engine.Searching open = engine.open(directory, task, beam)) {
      Recall recall = recall(open);
      // once through to warm up, then for the figures
      var _ = run(open, Math.min(1, seconds));
      long cpu = PROCESS.getProcessCpuTime();
      long wall = System.nanoTime();
      long[] nanos = run(open, seconds);
      double took = (System.nanoTime() - wall) / 1e9;
      double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
      Arrays.sort(nanos);
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("engine", engine.name())
              .put("phase", "search")
              .put("beam", beam)
              .put("threads", threads)
              .put("recallAt1", recall.one());
      if (recall.collapsed() && !Double.isFinite(recall.ten())) {
        json.putNull("recallAt10");
      } else {
        json.put("recallAt10", recall.ten());
      }
      return json.put("subjectRecallAt10", recall.subjects())
          .put("queriesPerSecond", nanos.length / took)
          .put("cpuSecondsPerQuery", cpuSeconds / nanos.length)
          .put("p50Micros", nanos[nanos.length / 2] / 1e3)
          .put("p99Micros", nanos[(int) (0.99 * (nanos.length - 1))] / 1e3);
    }
  }

  private Recall recall(Engine.Searching open) throws IOException {
    double one = 0;
    double ten = 0;
    double subjects = 0;
    boolean collapsed = false;
    int queries = task.queries().count();
    for (int i = 0; i < queries; i++) {
      Found found = open.search(task.queries().row(i));
      float[] templates = truth.templates(i);
      one += share(found.templates(), templates, 1);
      ten += share(found.templates(), templates, templates.length);
      subjects += share(found.subjects(), truth.subjects(i), truth.subjects(i).length);
      collapsed |= found.collapsed();
    }
    // an answer of one template a subject has no ten templates to compare
    boolean comparable = !collapsed || task.subjects().single();
    return new Recall(
        one / queries, comparable ? ten / queries : Double.NaN, subjects / queries, collapsed);
  }

  /// A hit counts if its score reaches the k-th true score.
  private static double share(float[] found, float[] truth, int k) {
    int hits = 0;
    for (int i = 0; i < Math.min(found.length, k); i++) {
      if (found[i] >= truth[k - 1] - TOLERANCE) {
        hits++;
      }
    }
    return (double) hits / k;
  }

  /// @return nanoseconds of each search
  private long[] run(Engine.Searching open, double lasting) {
    long end = System.nanoTime() + (long) (1e9 * lasting);
    AtomicInteger next = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    List<long[]> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread client =
          Thread.ofPlatform()
              .name("kith-bench-" + i)
              .unstarted(() -> {
                long[] part = client(open, next, end);
                synchronized (parts) {
                  parts.add(part);
                }
              });
      clients.add(client);
    }
    clients.forEach(Thread::start);
    clients.forEach(Sweep::join);
    return parts.stream().flatMapToLong(Arrays::stream).toArray();
  }

  private long[] client(Engine.Searching open, AtomicInteger next, long end) {
    long[] nanos = new long[1024];
    int count = 0;
    try {
      long now = System.nanoTime();
      while (now < end || count == 0) {
        int query = Math.floorMod(next.getAndIncrement(), task.queries().count());
        var _ = open.search(task.queries().row(query));
        long after = System.nanoTime();
        nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
        nanos[count++] = after - now;
        now = after;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(nanos, count);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
