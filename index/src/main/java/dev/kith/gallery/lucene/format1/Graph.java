package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.util.List;

/// A navigable small world (HNSW, Malkov and Yashunin 2018) over the rows of a segment, in flat
/// memory that the segment's reader owns: `M` of the paper is [Level#DEGREE], `M0` is [#DEGREE].
///
/// @param ground links of every row
/// @param upper levels above the ground, the lowest first
/// @param top the place in the highest level that every search begins at
/// @param codes of every row
record Graph(Links ground, List<Level> upper, int top, Codes codes) {
  static final int DEGREE = 32;

  Graph {
    upper = List.copyOf(upper);
  }

  int size() {
    return ground.rows();
  }

  Quantiser quantiser() {
    return codes.quantiser();
  }

  /// Bytes of all parts.
  long bytes() {
    long bytes = codes.memory().byteSize() + ground.memory().byteSize();
    for (Level level : upper) {
      bytes += level.rows().byteSize() + level.belows().byteSize();
      bytes += level.links().memory().byteSize();
    }
    return bytes;
  }

  /// Links of a level, the ground being 0.
  Links links(int level) {
    return level == 0 ? ground : upper.get(level - 1).links();
  }

  /// The row at a place in a level.
  int row(int level, int place) {
    return level == 0 ? place : upper.get(level - 1).row(place);
  }

  /// The place of a row in a level that it stands on.
  int place(int level, int row) {
    return level == 0 ? row : upper.get(level - 1).place(row);
  }

  void score(Kernel kernel, short[] query, int[] rows, int count, float[] scores) {
    codes.score(kernel, query, rows, count, scores);
  }
}
