package dev.kith.tools.loss.batch;

import java.util.Arrays;

/// Every sample once in an epoch, in an order that changes with the epoch; what doesn't fill a
/// batch waits for the next one.
///
/// For losses over classes, which need no pairs.
public final class ShuffledSampler implements Sampler {
  private final int samples;
  private final int batchSize;
  private final Draws draws;

  /// A sampler over a data set of `samples` samples.
  ///
  /// @throws IllegalArgumentException if they don't fill one batch
  public ShuffledSampler(int samples, int batchSize, long seed) {
    if (batchSize < 1 || samples < batchSize) {
      throw new IllegalArgumentException(
          "got "
              + samples
              + " samples for batches of "
              + batchSize
              + ", expected at least one batch");
    }
    this.samples = samples;
    this.batchSize = batchSize;
    this.draws = new Draws(seed).forPurpose("shuffled sampler");
  }

  @Override
  public int[] batch(long step) {
    int first = (int) (step % stepsPerEpoch()) * batchSize;
    int[] order = Draws.distinct(samples, samples, draws.at(step / stepsPerEpoch()));
    return Arrays.copyOfRange(order, first, first + batchSize);
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public long stepsPerEpoch() {
    return samples / batchSize;
  }
}
