package dev.kith.gallery.lucene.kernel;

/// Four queries against one panel of rows, the inner loop of [Panels]. Stateless and thread-safe.
interface Tile {
  int QUERIES = 4;

  /// Rows of a panel.
  int width();

  /// Scores four queries with every row of a panel, and looks whether any is worth a closer look.
  ///
  /// @param queries interleaved: number after number, each of four queries
  /// @param at where the four begin
  /// @param panel interleaved: number after number, each of [#width] rows
  /// @param floors of the panel's rows
  /// @param scores gets the scores, query after query, where the answer is true
  /// @return whether any score is above its row's floor
  boolean beats(
      float[] queries, int at, float[] panel, int dimension, float[] floors, float[] scores);
}
