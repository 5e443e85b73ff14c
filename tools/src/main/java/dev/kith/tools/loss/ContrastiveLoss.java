package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// Positives max(0, d − m₊) and negatives max(0, m₋ − d), each reduced apart, then added.
///
/// The convention of the libraries, after Hadsell, Chopra and LeCun, Dimensionality Reduction by
/// Learning an Invariant Mapping, 2006. Others square both terms and average all pairs together:
/// that is [HadsellLoss]. Margins are in the unit of the distance.
///
/// Parameters: `pos_margin` (0), `neg_margin` (1), `distance` (`l2_normalized`), `mining`,
/// `reducer` (`avg_nonzero`).
final class ContrastiveLoss extends PairLoss {
  private final double positiveMargin;
  private final double negativeMargin;
  private final Reducer reducer;

  private ContrastiveLoss(
      Distance distance,
      Miner miner,
      double positiveMargin,
      double negativeMargin,
      Reducer reducer) {
    super(distance, miner);
    this.positiveMargin = positiveMargin;
    this.negativeMargin = negativeMargin;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    double margin = params.number("neg_margin", 1);
    return new ContrastiveLoss(
        params.distance(Distance.L2_NORMALIZED),
        params.miner(margin, setting),
        params.number("pos_margin", 0),
        margin,
        params.reducer(Reducer.AVG_NONZERO));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray pull = Algebra.relu(matrix.sub(positiveMargin)).mul(masks.positive());
    NDArray push = Algebra.relu(matrix.neg().add(negativeMargin)).mul(masks.negative());
    return reducer
        .reduce(pull, masks.pairs().positives())
        .plus(reducer.reduce(push, masks.pairs().negatives()));
  }
}
