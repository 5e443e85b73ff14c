package dev.kith.tools.source;

import java.io.IOException;

/// Vectors of one length in a file, read one after the other.
interface Rows extends AutoCloseable {
  long count();

  int dimension();

  /// The next row, the caller's to keep.
  float[] next() throws IOException;

  @Override
  void close() throws IOException;
}
