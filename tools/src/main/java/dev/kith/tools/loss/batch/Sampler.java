package dev.kith.tools.loss.batch;

/// Decides which samples share a batch.
///
/// The batch of a step is a function of the sampler's seed and the step alone, so that a resumed
/// run sees what an unbroken one would. Immutable; safe for any thread.
public interface Sampler {
  /// The samples of the batch at `step`, as their places in the data set: [#batchSize] different
  /// ones.
  int[] batch(long step);

  int batchSize();

  /// After how many steps an epoch is over.
  long stepsPerEpoch();
}
