package dev.kith.gallery.lucene.format1;

import java.lang.foreign.MemorySegment;

/// A level above the ground: a sixteenth of the nodes below it, with links among themselves. Nodes
/// of a level are counted from 0 in ascending order of their rows.
///
/// @param rows the row of each node, ascending
/// @param belows the place of each node in the level below
/// @param links places in this level
record Level(MemorySegment rows, MemorySegment belows, Links links) {
  static final int DEGREE = 16;

  int size() {
    return links.rows();
  }

  int row(int place) {
    return rows.get(Links.INT, (long) place * Integer.BYTES);
  }

  int below(int place) {
    return belows.get(Links.INT, (long) place * Integer.BYTES);
  }

  /// The place of a row that stands on this level.
  int place(int row) {
    int low = 0;
    int high = size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row(middle) < row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
