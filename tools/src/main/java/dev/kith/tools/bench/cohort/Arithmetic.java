package dev.kith.tools.bench.cohort;

import dev.kith.gallery.lucene.kernel.Fours;
import dev.kith.gallery.lucene.kernel.Panels;
import dev.kith.gallery.lucene.kernel.Peak;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// How many multiplications with an addition a second all cores together make: at best, and in the
/// kernel that compares a cohort.
final class Arithmetic {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final long ROUNDS = 20_000_000;
  private static final int ROWS = 512;
  private static final int REPEATS = 40;
  private static final int TRIES = 5;

  private Arithmetic() {}

  static int cores() {
    return CORES;
  }

  /// Registers only.
  static double peak() {
    return best(() -> Peak.run(ROUNDS));
  }

  /// Rows and queries that stay in the cache.
  static double kernel(int dimension) {
    List<float[]> vectors = new People(1, dimension).vectors(0, ROWS);
    Panels panels = Panels.of(vectors, dimension);
    Fours queries = Fours.of(vectors, dimension);
    return best(() -> {
      float[] floors = new float[ROWS];
      Arrays.fill(floors, 2);
      for (int i = 0; i < REPEATS; i++) {
        for (int panel = 0; panel < panels.count(); panel++) {
          panels.offer(panel, queries, floors, (_, _, score) -> score);
        }
      }
      return (long) REPEATS * ROWS * ROWS * dimension;
    });
  }

  private static double best(LongSupplier work) {
    double best = 0;
    for (int i = 0; i < TRIES; i++) {
      long began = System.nanoTime();
      long done = IntStream.range(0, CORES).parallel().mapToLong(_ -> work.getAsLong()).sum();
      best = Math.max(best, done / ((System.nanoTime() - began) / 1e9));
    }
    return best;
  }
}
