package dev.kith.gallery.lucene.kernel;

import java.util.Arrays;
import java.util.List;

/// Rows that many queries are scored against, a matrix times a matrix: rows lie in panels, a lane
/// each, so that a number of a query is loaded once for a whole panel, a panel once for a whole
/// block of queries. Immutable and thread-safe.
///
/// A pair's score is the same to the last bit whatever else was scored with it, and within rounding
/// (some 1e-7 for unit vectors) what [Kernel] makes of it, which adds in another order.
///
/// Memory: 4 bytes a number. Cost: a fused multiplication and addition a pair and dimension.
public final class Panels {
  private final Tile tile;
  private final int rows;
  private final int dimension;
  private final float[][] panels;

  private Panels(Tile tile, int rows, int dimension) {
    this.tile = tile;
    this.rows = rows;
    this.dimension = dimension;
    panels = new float[(rows + tile.width() - 1) / tile.width()][];
  }

  /// What becomes of scores that are above their row's floor. Rows of one panel are offered from
  /// one thread.
  @FunctionalInterface
  public interface Sink {
    /// @return the row's floor from now on
    float offer(int query, int row, float score);
  }

  /// Copies rows of one length.
  public static Panels of(List<float[]> rows, int dimension) {
    return of(Choice.TILE, rows, dimension);
  }

  static Panels of(Tile tile, List<float[]> rows, int dimension) {
    Panels packed = new Panels(tile, rows.size(), dimension);
    int width = tile.width();
    for (int i = 0; i < packed.panels.length; i++) {
      packed.panels[i] =
          Fours.interleaved(
              rows.subList(i * width, Math.min(rows.size(), (i + 1) * width)), width, dimension);
    }
    return packed;
  }

  /// How many panels there are; each may be worked on by a thread of its own.
  public int count() {
    return panels.length;
  }

  /// The first row of a panel, or the number of rows for the panel after the last.
  public int first(int panel) {
    return Math.min(rows, panel * tile.width());
  }

  /// Offers every score of the panel's rows that is above the row's floor at that moment.
  ///
  /// @param floors one for each row of all panels; those of this panel's rows are kept up to date
  public void offer(int panel, Fours queries, float[] floors, Sink sink) {
    int width = tile.width();
    int first = first(panel);
    int count = first(panel + 1) - first;
    float[] here = new float[width];
    // rows that aren't there beat nothing
    Arrays.fill(here, Float.POSITIVE_INFINITY);
    System.arraycopy(floors, first, here, 0, count);
    float[] scores = new float[Tile.QUERIES * width];
    for (int query = 0; query < queries.count(); query += Tile.QUERIES) {
      if (tile.beats(
          queries.numbers(), query * dimension, panels[panel], dimension, here, scores)) {
        int most = Math.min(Tile.QUERIES, queries.count() - query);
        for (int i = 0; i < most * width; i++) {
          int row = i % width;
          if (scores[i] > here[row]) {
            here[row] = sink.offer(query + i / width, first + row, scores[i]);
          }
        }
      }
    }
    System.arraycopy(here, 0, floors, first, count);
  }
}
