package dev.kith.gallery.lucene;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Longs outside the heap, freed with this object.
final class Longs {
  private final MemorySegment memory;

  Longs(long size) {
    memory = Arena.ofAuto().allocate(Math.max(1, size) * Long.BYTES, Long.BYTES);
  }

  long get(long index) {
    return memory.getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  void set(long index, long value) {
    memory.setAtIndex(ValueLayout.JAVA_LONG, index, value);
  }
}
