package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// Mean over all pairs of ½ D² (one class) and ½ max(0, m − D)² (two classes).
///
/// Hadsell, Chopra and LeCun 2006, as written: embeddings aren't normalised, and positives and
/// negatives share one mean, so that the many negatives outweigh the few positives; compare
/// [ContrastiveLoss]. The margin is a distance. Pairs are counted in both orders, which leaves the
/// mean as it is.
///
/// Parameters: `margin` (1), `distance` (`l2`), `mining`, `reducer` (`mean`).
final class HadsellLoss extends PairLoss {
  private final double margin;
  private final Reducer reducer;

  private HadsellLoss(Distance distance, Miner miner, double margin, Reducer reducer) {
    super(distance, miner);
    this.margin = margin;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    double margin = params.number("margin", 1);
    return new HadsellLoss(
        params.distance(Distance.L2),
        params.miner(margin, setting),
        margin,
        params.reducer(Reducer.MEAN));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray pull = matrix.square().mul(masks.positive());
    NDArray push = Algebra.relu(matrix.neg().add(margin)).square().mul(masks.negative());
    return reducer.reduce(
        Algebra.over(pull.add(push), 2.0), masks.pairs().positives() + masks.pairs().negatives());
  }
}
