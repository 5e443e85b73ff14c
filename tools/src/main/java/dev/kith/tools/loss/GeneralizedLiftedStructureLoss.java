package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// For each anchor, max(0, log Σ_p e^(d_p − m₊) + log Σ_n e^(m₋ − d_n)); a sum over nothing adds 0.
///
/// Hermans, Beyer and Leibe, In Defense of the Triplet Loss, 2017, equation 9. Margins are in the
/// unit of the distance.
///
/// Parameters: `neg_margin` (1), `pos_margin` (0), `distance` (`l2_normalized`), `mining`,
/// `reducer` (`mean`).
final class GeneralizedLiftedStructureLoss extends PairLoss {
  private final double positiveMargin;
  private final double negativeMargin;
  private final Reducer reducer;

  private GeneralizedLiftedStructureLoss(
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
    return new GeneralizedLiftedStructureLoss(
        params.distance(Distance.L2_NORMALIZED),
        params.miner(margin, setting),
        params.number("pos_margin", 0),
        margin,
        params.reducer(Reducer.MEAN));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray pull = Algebra.logSumExp(matrix.sub(positiveMargin), masks.positive(), 1);
    NDArray push = Algebra.logSumExp(matrix.neg().add(negativeMargin), masks.negative(), 1);
    return reducer.reduce(Algebra.relu(pull.add(push)));
  }
}
