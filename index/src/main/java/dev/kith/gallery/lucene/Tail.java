package dev.kith.gallery.lucene;

import dev.kith.gallery.Change;
import dev.kith.gallery.Template;
import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Changes since the last refresh, in order, at most [#ROOM] of them. One thread appends; any
/// thread reads the first `count` entries it was told of, which never change afterwards.
final class Tail {
  static final int ROOM = 8192;

  /// Rows of a block of memory, which scans score at once.
  static final int BLOCK = 256;

  private static final int NONE = -1;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Change[] changes = new Change[ROOM];
  private final @Nullable MemorySegment[] vectors = new MemorySegment[ROOM / BLOCK];
  private final int[] before = new int[ROOM];
  private final Map<Long, Integer> latest = new ConcurrentHashMap<>();
  private final Arena memory = Arena.ofAuto();
  private final int dimension;
  private final long newest;
  private volatile boolean hides;
  private int count;

  /// @param newest the largest number of a template that stands before this tail: changes of later
  ///   ones take nothing from sight
  Tail(int dimension, long newest) {
    this.dimension = dimension;
    this.newest = newest;
  }

  boolean full() {
    return count == ROOM;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /// Appends one change; the caller publishes the new count.
  void append(Change change) {
    changes[count] = change;
    switch (change) {
      case Change.Enrol(_, Template template) -> {
        put(template.embedding().toArray());
        chain(template.number());
      }
      case Change.Withdraw(_, long template, _) -> chain(template);
      case Change.Describe _, Change.Forget _ -> {
        // attributes are kept beside the tail
      }
    }
    count++;
  }

  private void put(float[] vector) {
    MemorySegment block = vectors[count / BLOCK];
    if (block == null) {
      block = memory.allocate((long) BLOCK * dimension * Float.BYTES, Kernel.LINE);
      vectors[count / BLOCK] = block;
    }
    long at = (long) (count % BLOCK) * dimension * Float.BYTES;
    MemorySegment.copy(vector, 0, block, FLOAT, at, dimension);
  }

  private void chain(long template) {
    Integer earlier = latest.get(template);
    before[count] = earlier == null ? NONE : earlier;
    latest.put(template, count);
    hides |= template <= newest;
  }

  /// Whether any change takes something from sight that stood before this tail.
  boolean hides() {
    return hides;
  }

  Change change(int position) {
    return changes[position];
  }

  /// Scores the entries of a block that are templates; what the others get means nothing.
  ///
  /// @param block from 0
  void score(Kernel kernel, float[] query, int block, float[] scores) {
    MemorySegment rows = vectors[block];
    if (rows != null) {
      kernel.floats(query, rows, 0, BLOCK, scores);
    }
  }

  /// Where the template was last changed among the first `seen` entries, or a negative number.
  int lastChange(long template, int seen) {
    Integer position = latest.get(template);
    while (position != null && position >= seen) {
      int earlier = before[position];
      position = earlier == NONE ? null : Integer.valueOf(earlier);
    }
    return position == null ? NONE : position;
  }
}
