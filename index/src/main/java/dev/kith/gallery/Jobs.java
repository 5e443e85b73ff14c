package dev.kith.gallery;

import java.util.List;
import java.util.Optional;

/// The jobs in the registry. Calls block for their commit.
public interface Jobs {
  /// Adds a job or replaces its row.
  void save(Job job);

  Optional<Job> find(String id);

  /// Newest first.
  ///
  /// @param before id of the last job of the page before; empty for the first page
  List<Job> list(Optional<String> before, int limit);

  boolean delete(String id);
}
