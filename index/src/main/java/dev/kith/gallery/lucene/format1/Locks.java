package dev.kith.gallery.lucene.format1;

/// A few locks for many nodes: a node's links are written under its lock, and read under none.
final class Locks {
  private static final int COUNT = 4096;
  private static final int SPREAD = 31;

  private final Object[] locks = new Object[COUNT];

  Locks() {
    for (int i = 0; i < COUNT; i++) {
      locks[i] = new Object();
    }
  }

  Object of(int level, int place) {
    return locks[(place + SPREAD * level) & (COUNT - 1)];
  }
}
