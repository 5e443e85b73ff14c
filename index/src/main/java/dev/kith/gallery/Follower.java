package dev.kith.gallery;

import java.util.List;

/// A view that follows one gallery's change log in one space.
public interface Follower {
  Space space();

  /// The last change applied and visible; 0 before the first.
  long sequence();

  /// The last change that survives a crash of this process; the log is kept from there on.
  long durableSequence();

  /// Applies changes in order and returns when searches see them. Called by one thread at a time.
  void follow(List<Change> changes);
}
