package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Pairwise;
import dev.kith.tools.loss.mine.Miner;
import dev.kith.tools.loss.mine.Pairs;

/// A loss over the matrix of a batch's distances or similarities and the masks of its pairs.
///
/// Works with a cross-batch memory: remembered samples are further columns.
abstract class PairLoss implements Loss {
  private final Distance distance;
  private final Miner miner;

  PairLoss(Distance distance, Miner miner) {
    this.distance = distance;
    this.miner = miner;
  }

  @Override
  public final LossValue value(Batch batch, NDList weights) {
    Pairwise pairwise = new Pairwise(batch, distance);
    Pairs pairs = miner.mine(pairwise, batch.step()).pairs();
    return value(pairwise.matrix(), new Masks(pairs, pairwise.matrix()));
  }

  /// @param matrix of distances `[rows, columns]`
  abstract LossValue value(NDArray matrix, Masks masks);

  /// The pairs as arrays of 0 and 1, `[rows, columns]`.
  record Masks(NDArray positive, NDArray negative, Pairs pairs) {
    private static final int[] ROW = {1};

    Masks(Pairs pairs, NDArray like) {
      this(pairs.positiveMask(like), pairs.negativeMask(like), pairs);
    }

    /// How many positives each row has, `[rows]`.
    NDArray positives() {
      return positive.sum(ROW);
    }

    NDArray negatives() {
      return negative.sum(ROW);
    }

    NDArray either() {
      return positive.add(negative);
    }
  }
}
