package dev.kith.gallery.lucene.format1;

import java.util.Arrays;

/// Which rows a walk has seen: a byte a row, compared with the walk's stamp, so that a new walk
/// forgets them all at once.
final class Visited {
  private final byte[] stamps;
  private byte stamp;

  Visited(int rows) {
    stamps = new byte[rows];
  }

  void clear() {
    stamp++;
    if (stamp == 0) {
      Arrays.fill(stamps, (byte) 0);
      stamp = 1;
    }
  }

  /// @return whether the row is new
  boolean add(int row) {
    if (stamps[row] == stamp) {
      return false;
    }
    stamps[row] = stamp;
    return true;
  }
}
