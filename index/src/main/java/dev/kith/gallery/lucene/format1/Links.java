package dev.kith.gallery.lucene.format1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Fixed rows of little-endian ints in flat memory: a node's neighbours, ended by [#NONE] where a
/// row isn't full. Readers need no lock while one thread at a time writes a row: they may see some
/// old neighbours and some new ones, never anything else.
///
/// @param memory `rows` times `degree` ints
record Links(MemorySegment memory, int rows, int degree) {
  static final int NONE = -1;
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static long bytes(long rows, int degree) {
    return rows * degree * Integer.BYTES;
  }

  /// Where a row begins, in bytes.
  long at(int row) {
    return (long) row * degree * Integer.BYTES;
  }

  int get(long at, int index) {
    return memory.get(INT, at + (long) index * Integer.BYTES);
  }

  /// Copies a whole row, with whatever follows [#NONE].
  void copy(int row, int[] target) {
    MemorySegment.copy(memory, INT, at(row), target, 0, degree);
  }

  /// Copies a row's neighbours.
  ///
  /// @param target at least `degree` ints
  /// @return how many there are
  int read(int row, int[] target) {
    long at = at(row);
    for (int i = 0; i < degree; i++) {
      int neighbour = get(at, i);
      if (neighbour == NONE) {
        return i;
      }
      target[i] = neighbour;
    }
    return degree;
  }

  void write(int row, int[] neighbours, int count) {
    MemorySegment.copy(neighbours, 0, memory, INT, at(row), count);
    if (count < degree) {
      memory.set(INT, at(row) + (long) count * Integer.BYTES, NONE);
    }
  }

  void append(int row, int count, int neighbour) {
    if (count + 1 < degree) {
      memory.set(INT, at(row) + (count + 1L) * Integer.BYTES, NONE);
    }
    memory.set(INT, at(row) + (long) count * Integer.BYTES, neighbour);
  }
}
