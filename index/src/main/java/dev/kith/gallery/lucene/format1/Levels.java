package dev.kith.gallery.lucene.format1;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The highest level that each row stands on. Drawn before a graph is built, so that the entry and
/// the room for every level are known from the first row on. A byte a row, while building.
final class Levels {
  private static final int HIGHEST = 20;
  private static final byte UNKNOWN = -1;
  private static final int LINE = 64;

  private final byte[] levels;
  private final int entry;

  private Levels(byte[] levels, int entry) {
    this.levels = levels;
    this.entry = entry;
  }

  /// Draws levels for so many rows. Rows of a reused graph keep theirs and have the entry among
  /// them: none of the others is higher.
  static Levels draw(int rows, @Nullable Reuse reuse, long seed) {
    byte[] levels = new byte[rows];
    Arrays.fill(levels, UNKNOWN);
    int highest = reuse == null ? HIGHEST : reuse.levels(levels);
    SplittableRandom random = new SplittableRandom(seed);
    double share = 1 / Math.log(Level.DEGREE);
    int entry = reuse == null ? 0 : first(levels, highest);
    for (int row = 0; row < rows; row++) {
      int drawn = (int) (-Math.log(1 - random.nextDouble()) * share);
      if (levels[row] == UNKNOWN) {
        levels[row] = (byte) Math.min(drawn, highest);
      }
      if (levels[row] > levels[entry]) {
        entry = row;
      }
    }
    return new Levels(levels, entry);
  }

  private static int first(byte[] levels, int level) {
    int row = 0;
    while (levels[row] != level) {
      row++;
    }
    return row;
  }

  /// The row that every search begins at: on every level.
  int entry() {
    return entry;
  }

  int of(int row) {
    return levels[row];
  }

  /// The rows of a level, ascending.
  private int[] rows(int level) {
    int count = 0;
    for (byte each : levels) {
      if (each >= level) {
        count++;
      }
    }
    int[] rows = new int[count];
    int place = 0;
    for (int row = 0; row < levels.length; row++) {
      if (levels[row] >= level) {
        rows[place++] = row;
      }
    }
    return rows;
  }

  /// A graph of these levels that has no links yet.
  Graph empty(Codes codes, Arena memory) {
    List<Level> upper = new ArrayList<>();
    for (int level = 1; level <= levels[entry]; level++) {
      upper.add(level(level, upper, memory));
    }
    int top = upper.isEmpty() ? entry : upper.getLast().place(entry);
    return new Graph(links(memory, levels.length, Graph.DEGREE), upper, top, codes);
  }

  private Level level(int level, List<Level> lower, Arena memory) {
    int[] rows = rows(level);
    MemorySegment nodes = memory.allocate((long) rows.length * Integer.BYTES, LINE);
    MemorySegment belows = memory.allocate((long) rows.length * Integer.BYTES, LINE);
    for (int place = 0; place < rows.length; place++) {
      int below = lower.isEmpty() ? rows[place] : lower.getLast().place(rows[place]);
      nodes.set(Links.INT, (long) place * Integer.BYTES, rows[place]);
      belows.set(Links.INT, (long) place * Integer.BYTES, below);
    }
    return new Level(nodes, belows, links(memory, rows.length, Level.DEGREE));
  }

  private static Links links(Arena memory, int rows, int degree) {
    MemorySegment links = memory.allocate(Links.bytes(rows, degree), LINE);
    links.fill((byte) Links.NONE);
    return new Links(links, rows, degree);
  }
}
