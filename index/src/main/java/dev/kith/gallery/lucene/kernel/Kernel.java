package dev.kith.gallery.lucene.kernel;

import java.lang.foreign.MemorySegment;

/// Scores of one query against rows in flat memory. Stateless and thread-safe.
///
/// A row's float score is the same within 1e-6, for unit vectors, whichever of the methods computed
/// it and whatever other rows were asked for with it: exact and graph search agree because both end
/// here.
public interface Kernel {
  /// Bytes that rows of codes are padded to: a line of the cache.
  int LINE = 64;

  /// Dot products with float rows of little-endian 32-bit floats, as many as `query` has.
  ///
  /// @param rows row after row, without gaps
  /// @param wanted numbers of the rows
  /// @param count how many of `wanted` to score
  /// @param scores gets one score for each
  void floats(float[] query, MemorySegment rows, int[] wanted, int count, float[] scores);

  /// The same for `count` neighbouring rows from `first` on.
  void floats(float[] query, MemorySegment rows, long first, int count, float[] scores);

  /// Dot products with rows of signed bytes, exact while [Codes] made them.
  ///
  /// @param query as many shorts as a row has bytes, a multiple of [#LINE]
  /// @param products of a query's and a row's number that can be added in 16 bits
  void codes(
      short[] query, int products, MemorySegment rows, int[] wanted, int count, float[] scores);

  /// The same for `count` neighbouring rows from `first` on.
  void codes(
      short[] query, int products, MemorySegment rows, long first, int count, float[] scores);

  /// The best one for this JVM; the first call says in the log when that is the plain loop.
  static Kernel best() {
    return Choice.BEST;
  }
}
