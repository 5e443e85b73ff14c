package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;

/// λ₊ · mean(m₊ − s_p) over positives with cosine at most m₊, plus λ₋ · mean(s_n − m₋) over
/// negatives with cosine at least m₋.
///
/// Zhang et al., Threshold-Consistent Margin Loss for Open-World Deep Metric Learning, 2024: a
/// regulariser that makes one threshold fit all classes, to be added to another loss. Margins are
/// cosines.
///
/// Parameters: `lambda_plus` (1), `lambda_minus` (1), `margin_plus` (0.9), `margin_minus` (0.5),
/// `mining`.
final class ThresholdConsistentMarginLoss extends PairLoss {
  private final double pull;
  private final double push;
  private final double positiveMargin;
  private final double negativeMargin;

  private ThresholdConsistentMarginLoss(Params params, Setting setting) {
    super(Distance.COSINE, params.miner(0.1, setting));
    this.pull = params.number("lambda_plus", 1);
    this.push = params.number("lambda_minus", 1);
    this.positiveMargin = params.number("margin_plus", 0.9);
    this.negativeMargin = params.number("margin_minus", 0.5);
  }

  static Loss from(Params params, Setting setting) {
    return new ThresholdConsistentMarginLoss(params, setting);
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray cosine = matrix.neg().add(1.0);
    NDArray under = Algebra.relu(cosine.neg().add(positiveMargin)).mul(masks.positive());
    NDArray over = Algebra.relu(cosine.sub(negativeMargin)).mul(masks.negative());
    LossValue positives = Reducer.AVG_NONZERO.reduce(under, masks.pairs().positives());
    LossValue negatives = Reducer.AVG_NONZERO.reduce(over, masks.pairs().negatives());
    return positives.times(pull).plus(negatives.times(push));
  }
}
