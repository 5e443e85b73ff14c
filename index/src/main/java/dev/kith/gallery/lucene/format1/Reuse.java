package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/// The graph of a segment that is merged, and where its rows went: their links are kept. A node
/// that loses a neighbour chooses others among the lost one's own neighbours, so that steady
/// withdrawals don't wear the graph out.
final class Reuse {
  static final int GONE = -1;
  private static final int CANDIDATES = 128;

  private final Graph old;
  private final int[] moved;

  /// @param moved the new row of each old one, or [#GONE]
  Reuse(Graph old, int[] moved) {
    this.old = old;
    this.moved = moved;
  }

  int rows() {
    return moved.length;
  }

  int moved(int row) {
    return moved[row];
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

  /// Copies links into the graph of the merged segment. One thread's hand in it.
  final class Copier {
    private final Graph target;
    private final Kernel kernel = Kernel.best();
    private final Neighbourhood candidates;
    private final int[] linked = new int[Graph.DEGREE];
    private final int[] behind = new int[Graph.DEGREE];
    private final int[] kept = new int[CANDIDATES];
    private final int[] rows = new int[CANDIDATES];
    private final float[] scores = new float[CANDIDATES];
    private int count;

    Copier(Graph target) {
      this.target = target;
      candidates = new Neighbourhood(target, CANDIDATES);
    }

    /// Copies the links of an old row on all of its levels.
    void copy(int row) {
      if (moved[row] == GONE) {
        return;
      }
      copy(0, row, moved[row]);
    }

    /// Copies a level above the ground.
    void copyLevel(int level) {
      Level from = old.upper().get(level - 1);
      Level to = target.upper().get(level - 1);
      for (int place = 0; place < from.size(); place++) {
        int row = moved[from.row(place)];
        if (row != GONE) {
          copy(level, place, to.place(row));
        }
      }
    }

    private void copy(int level, int place, int newPlace) {
      int size = old.links(level).read(place, linked);
      count = 0;
      boolean lost = false;
      for (int i = 0; i < size; i++) {
        lost |= !keep(level, linked[i], newPlace);
      }
      if (!lost) {
        target.links(level).write(newPlace, kept, count);
        return;
      }
      int stay = count;
      for (int i = 0; i < size; i++) {
        if (moved[old.row(level, linked[i])] == GONE) {
          lookBehind(level, linked[i], newPlace);
        }
      }
      choose(level, newPlace, stay);
    }

    private void lookBehind(int level, int place, int newPlace) {
      int size = old.links(level).read(place, behind);
      for (int i = 0; i < size; i++) {
        keep(level, behind[i], newPlace);
      }
    }

    /// @return false when the neighbour is gone
    private boolean keep(int level, int place, int newPlace) {
      int row = moved[old.row(level, place)];
      if (row == GONE) {
        return false;
      }
      int there = target.place(level, row);
      if (there != newPlace && count < CANDIDATES && !known(there)) {
        kept[count++] = there;
      }
      return true;
    }

    private boolean known(int place) {
      for (int i = 0; i < count; i++) {
        if (kept[i] == place) {
          return true;
        }
      }
      return false;
    }

    /// @param stay how many of those kept were linked before
    private void choose(int level, int node, int stay) {
      for (int i = 0; i < count; i++) {
        rows[i] = target.row(level, kept[i]);
      }
      target.score(kernel, candidates.codes(target.row(level, node)), rows, count, scores);
      candidates.clear();
      for (int i = stay; i < count; i++) {
        candidates.add(kept[i], rows[i], scores[i]);
      }
      Links links = target.links(level);
      int chosen = candidates.choose(kept, rows, stay, links.degree());
      links.write(node, candidates.chosen(), chosen);
    }
  }

  Graph old() {
    return old;
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
