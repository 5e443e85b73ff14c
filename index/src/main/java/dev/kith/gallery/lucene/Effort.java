package dev.kith.gallery.lucene;

import dev.kith.gallery.Recall;
import dev.kith.gallery.Search;

/// How hard searches try. Thread-safe.
interface Effort {
  /// A beam that makes a walk a scan: no segment has more subjects.
  int EXACT = Integer.MAX_VALUE;

  /// The beam for one search.
  ///
  /// @param probe may be kept, to find out later how well it was answered
  int beam(float[] probe, Search search);

  /// As [dev.kith.gallery.Generation#promise] says.
  void promise(double recall);

  Recall recall();

  /// Ends what runs behind.
  void close() throws InterruptedException;
}
