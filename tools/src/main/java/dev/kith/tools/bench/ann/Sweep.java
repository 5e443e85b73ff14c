package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Measures engines on one task: the build, then searches beam by beam.
final class Sweep {
  private final Task task;
  private final Truth truth;
  private final Asking asking;
  private final double seconds;

  /// @param threads that search at once
  /// @param seconds to search for with each beam
  Sweep(Task task, Truth truth, int threads, double seconds) {
    this.task = task;
    this.truth = truth;
    this.asking = new Asking(task.queries(), threads);
    this.seconds = seconds;
  }

  /// Builds and tells the price.
  static ObjectNode build(Engine engine, Path directory, Task task) throws IOException {
    long wall = System.nanoTime();
    long cpu = Asking.cpuNanos();
    engine.build(directory, task);
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    double cpuSeconds = (Asking.cpuNanos() - cpu) / 1e9;
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

  /// What a restart takes until the first answer, and what an open index holds on the heap.
  static ObjectNode open(Engine engine, Path directory, Task task) throws IOException {
    long heap = heap();
    long wall = System.nanoTime();
    try (Engine.Searching open = engine.open(directory, task, Truth.DEPTH)) {
      Found _ = open.search(task.queries().row(0));
      double seconds = (System.nanoTime() - wall) / 1e9;
      return JsonNodeFactory.instance
          .objectNode()
          .put("engine", engine.name())
          .put("phase", "open")
          .put("seconds", seconds)
          .put("heapBytes", Math.max(0, heap() - heap));
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  ObjectNode search(Engine engine, Path directory, int beam) throws IOException {
    try (Engine.Searching open = engine.open(directory, task, beam)) {
      Hits hits = Hits.of(open, task, truth);
      asking.warmUp(open, seconds);
      return new Measured(engine.name(), hits, asking.run(open, seconds))
          .line(beam, asking.threads());
    }
  }
}
