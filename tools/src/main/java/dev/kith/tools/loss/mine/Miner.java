package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Pairwise;

/// Chooses the pairs or triplets of a batch that a loss looks at.
///
/// The same distances, labels and step give the same choice. Stateless; safe for any thread.
@FunctionalInterface
public interface Miner {
  /// The choice for a batch.
  ///
  /// @param step of training, from 0: all that a random miner draws from besides its own seed
  Mined mine(Pairwise pairwise, long step);
}
