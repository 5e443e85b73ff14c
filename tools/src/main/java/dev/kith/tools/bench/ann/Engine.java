package dev.kith.tools.bench.ann;

import java.io.IOException;
import java.nio.file.Path;

/// Something that builds an index of the base in a directory and searches it.
interface Engine {
  /// As in the figures: `kith`, `lucene`, `exact`.
  String name();

  /// Builds the index; returns when it is committed and synced.
  void build(Path directory, Task task) throws IOException;

  /// Opens what was built for searches with one beam. Searches run on any thread.
  Searching open(Path directory, Task task, int beam) throws IOException;

  /// Parts of the index on disk.
  int segments(Path directory, Task task) throws IOException;

  /// An open index.
  interface Searching extends AutoCloseable {
    Found search(float[] query) throws IOException;

    @Override
    void close() throws IOException;
  }
}
