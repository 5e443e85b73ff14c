package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The rows of a segment as bytes, in flat memory that the segment's reader owns. Walks score by
/// them. A scan by them reads a quarter of the memory or less, looks at the floats of a few rows,
/// and finds what a scan of all floats finds.
///
/// @param quantiser made them
/// @param memory rows of [Quantiser#width] bytes, without gaps
/// @param bounds null where a scan has to read floats
record Codes(Quantiser quantiser, MemorySegment memory, @Nullable Bounds bounds) {
  private static final int PIECE = 4096;

  /// @param target where the codes live
  static Codes of(FloatRows rows, Quantiser quantiser, Arena target, Parallel parallel)
      throws IOException {
    MemorySegment codes = target.allocate((long) rows.size() * quantiser.width(), Kernel.LINE);
    Bounds bounds = Bounds.sampled(rows, quantiser);
    BitSet loose = new BitSet();
    parallel.run(
        rows.size(),
        PIECE,
        () -> {
          float[] row = new float[rows.dimension()];
          Coded coded = new Coded(quantiser);
          return (from, to) -> {
            for (int i = from; i < to; i++) {
              rows.read(i, row);
              coded.read(row);
              write(coded.codes(), codes, i);
              if (bounds != null && !bounds.hold(coded)) {
                synchronized (loose) {
                  loose.set(i);
                }
              }
            }
          };
        });
    return new Codes(quantiser, codes, bounds == null ? null : bounds.with(ints(loose, target)));
  }

  private static void write(short[] row, MemorySegment codes, long number) {
    for (int i = 0; i < row.length; i++) {
      codes.set(ValueLayout.JAVA_BYTE, number * row.length + i, (byte) row[i]);
    }
  }

  private static MemorySegment ints(BitSet rows, Arena target) {
    int[] numbers = rows.stream().toArray();
    MemorySegment ints = target.allocate((long) numbers.length * Integer.BYTES, Kernel.LINE);
    MemorySegment.copy(numbers, 0, ints, Links.INT, 0, numbers.length);
    return ints;
  }

  void score(Kernel kernel, short[] query, int[] rows, int count, float[] scores) {
    kernel.codes(query, quantiser.products(), memory, rows, count, scores);
  }

  /// @return null where a scan has to read floats
  @Nullable Look look(float[] query) {
    return bounds == null ? null : new Look(bounds, query);
  }

  /// One query's look at the rows, in ascending order.
  final class Look {
    private final Kernel kernel = Kernel.best();
    private final Bounds bounds;
    private final Coded query = new Coded(quantiser);
    private final double slack;
    private int nextLoose;

    private Look(Bounds bounds, float[] query) {
      this.bounds = bounds;
      this.query.read(query);
      slack = bounds.slack(this.query);
    }

    /// Names rows that may score a floor or more: all that do, and some that don't.
    ///
    /// @param scores room for `count` scores
    /// @param target gets the rows
    /// @return how many there are
    int mayReach(double floor, int first, int count, float[] scores, int[] target) {
      kernel.codes(query.codes(), quantiser.products(), memory, first, count, scores);
      while (nextLoose < bounds.looseCount() && bounds.loose(nextLoose) < first + count) {
        scores[bounds.loose(nextLoose++) - first] = Float.POSITIVE_INFINITY;
      }
      double least = (floor - slack) * quantiser.scale() * quantiser.scale();
      int found = 0;
      for (int i = 0; i < count; i++) {
        if (scores[i] >= least) {
          target[found++] = first + i;
        }
      }
      return found;
    }
  }
}
