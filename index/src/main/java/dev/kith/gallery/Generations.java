package dev.kith.gallery;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// Where generations come from.
public interface Generations {
  /// Opens the generation in the directory, or an empty one at sequence 0 where there is none yet.
  ///
  /// @throws CorruptionException when what is there is damaged, unfinished, or another generation
  ///   than the one asked for
  Generation open(Path directory, int number, Space space);

  /// Drops what the directory holds and builds the generation from a scan of the registry, by bulk.
  /// Returns when it is durable; a crash before that leaves nothing that [#open] takes for whole.
  /// An exception of the scan passes through.
  Generation rebuild(Path directory, int number, Space space, Scan scan);

  /// Removes the files of a closed generation; what isn't there is fine.
  void drop(Path directory);

  /// The live rows of one gallery, page by page: subjects ([Change.Describe]), then templates
  /// ([Change.Enrol]).
  interface Scan extends Iterator<List<Change>> {
    /// The log must be followed from here once the scan is over: its head when the scan began.
    long sequence();

    /// Share of the cores that the build may take, in (0, 1].
    default double share() {
      return 1;
    }
  }
}
