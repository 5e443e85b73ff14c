package dev.kith.tools.loss.batch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Decides which samples share a batch.
///
/// The batch of a step is a function of the sampler's seed, the step, and what it has learnt, which
/// a checkpoint carries: a resumed run sees what an unbroken one would. A sampler that learns
/// nothing is immutable and safe for any thread; another belongs to one.
public interface Sampler {
  /// The samples of the batch at `step`, as their places in the data set: [#batchSize] different
  /// ones.
  int[] batch(long step);

  int batchSize();

  /// After how many steps an epoch is over.
  long stepsPerEpoch();

  /// Takes note of what the net made of a batch.
  default void learn(Batch batch) {}

  /// Writes what was learnt.
  default void save(DataOutput out) throws IOException {}

  /// Replaces what was learnt by what [#save] wrote.
  default void restore(DataInput in) throws IOException {}
}
