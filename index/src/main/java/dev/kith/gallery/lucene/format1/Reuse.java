package dev.kith.gallery.lucene.format1;

import org.jspecify.annotations.Nullable;

/// The graph of a segment that is merged, and where its rows went: the links of those that stay are
/// kept.
final class Reuse {
  static final int GONE = -1;

  private final Graph old;
  private final int[] moved;

  /// @param moved the new row of each old one, or [#GONE]
  Reuse(Graph old, int[] moved) {
    this.old = old;
    this.moved = moved;
  }

  Graph old() {
    return old;
  }

  int rows() {
    return moved.length;
  }

  int moved(int row) {
    return moved[row];
  }

  /// Where a node of an old level stands in the target's, or [#GONE].
  int place(Graph target, int level, int oldPlace) {
    int row = moved[old.row(level, oldPlace)];
    return row == GONE ? GONE : target.place(level, row);
  }

  /// Sets the levels of rows that come from here.
  ///
  /// @return the highest of them
  int levels(byte[] levels) {
    int highest = 0;
    for (int row : moved) {
      if (row != GONE) {
        levels[row] = 0;
      }
    }
    for (int level = 1; level <= old.upper().size(); level++) {
      Level here = old.upper().get(level - 1);
      for (int place = 0; place < here.size(); place++) {
        int row = moved[here.row(place)];
        if (row != GONE) {
          levels[row] = (byte) level;
          highest = level;
        }
      }
    }
    return highest;
  }

  /// Copies the links of a node to others that stay. Thread-safe, one thread a node.
  ///
  /// @param oldPlace the node's in the old level
  /// @param node its place in the target's
  void copy(Graph target, int level, int oldPlace, int node) {
    Links from = old.links(level);
    Links to = target.links(level);
    long at = from.at(oldPlace);
    int count = 0;
    for (int i = 0; i < from.degree() && from.get(at, i) != Links.NONE; i++) {
      int neighbour = place(target, level, from.get(at, i));
      if (neighbour != GONE) {
        to.append(node, count++, neighbour);
      }
    }
  }

  /// The one worth reusing: most rows left.
  static @Nullable Reuse better(@Nullable Reuse a, @Nullable Reuse b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.left() >= b.left() ? a : b;
  }

  /// Rows that aren't gone.
  int left() {
    int left = 0;
    for (int row : moved) {
      if (row != GONE) {
        left++;
      }
    }
    return left;
  }
}
