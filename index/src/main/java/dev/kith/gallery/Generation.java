package dev.kith.gallery;

import java.util.List;
import java.util.OptionalDouble;

/// An index of one gallery in one space: a view that follows the change log and can be rebuilt from
/// the registry at any time. Searches run on any thread, each against one immutable view, and see
/// every change that [#follow] returned from before they began.
public interface Generation extends Follower, AutoCloseable {
  /// Counts from 1 within its gallery.
  int number();

  /// Templates that searches see.
  long templates();

  /// The best subjects, each with the template that is nearest to the probe. By another score than
  /// the best template's, they are looked for among those that score best by that one.
  ///
  /// @return at most `search.limit()` candidates in natural order, one a subject; fewer only when
  ///   the gallery (or what the filter leaves of it) has fewer subjects
  /// @throws GalleryException.Conflict `space-mismatch` when the probe is of another space
  List<Candidate> search(Probe probe, Search search);

  /// The same for many probes, in their order. An exact search without a filter looks at each
  /// template once for many probes, on all cores: far faster than one after the other.
  default List<List<Candidate>> search(List<Probe> probes, Search search) {
    return probes.stream().map(probe -> search(probe, search)).toList();
  }

  /// The score of the probe against one subject, exact; empty when it has no templates.
  OptionalDouble score(Probe probe, SubjectId subject, Fusion fusion);

  /// Promises this share of the true best subjects to searches from now on: how hard they try
  /// follows from measuring on the generation's own templates and on what is searched for. 1 makes
  /// every search exact. Until something was measured, searches try as hard as is usually enough.
  ///
  /// @param recall in (0, 1]
  void promise(double recall);

  /// What is known of the promise.
  Recall recall();

  /// Makes everything visible durable. Blocks for the sync.
  void commit();

  /// Sizes and counts for people and metrics.
  Shape shape();

  /// @param segments parts of the index on disk
  /// @param fresh rows of the tail that no segment holds yet
  /// @param bytes size on disk
  record Shape(int segments, int fresh, long bytes) {}

  @Override
  void close();
}
