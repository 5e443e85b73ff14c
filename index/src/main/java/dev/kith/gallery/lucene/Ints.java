package dev.kith.gallery.lucene;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Ints outside the heap, freed with this object.
final class Ints {
  private final MemorySegment memory;

  Ints(long size) {
    memory = Arena.ofAuto().allocate(Math.max(1, size) * Integer.BYTES, Integer.BYTES);
  }

  int get(long index) {
    return memory.getAtIndex(ValueLayout.JAVA_INT, index);
  }

  void set(long index, int value) {
    memory.setAtIndex(ValueLayout.JAVA_INT, index, value);
  }
}
