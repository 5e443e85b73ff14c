package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;

/// For each anchor, (1 − λ) · mean_p(d_p − (α − m)) + λ · mean_n(α − d_n), over positives farther
/// than α − m and negatives nearer than α, weighted by e^(T_p (d_p − (α − m))) and e^(T_n (α −
/// d_n)).
///
/// Wang et al., Ranked List Loss for Deep Metric Learning, 2019. α and m are distances. Two things
/// follow pytorch-metric-learning 2.9 instead of the paper: the gradient runs through the weights,
/// and each column of the batch adds 1e-5 to the sum of weights that divides. A mean over nothing
/// is 0.
///
/// Parameters: `margin` (0.4), `Tn` (10), `Tp` (0), `imbalance` λ (0.5), `alpha` (1 + margin / 2),
/// `distance` (`l2_normalized`), `mining`, `reducer` (`mean`).
final class RankedListLoss extends PairLoss {
  private static final double FLOOR = 1e-5;

  private final double boundary;
  private final double margin;
  private final double positiveTemperature;
  private final double negativeTemperature;
  private final double imbalance;
  private final Reducer reducer;

  private RankedListLoss(Params params, Setting setting, double margin) {
    super(params.distance(Distance.L2_NORMALIZED), params.miner(margin, setting));
    this.margin = margin;
    this.boundary = params.number("alpha", 1 + margin / 2);
    this.positiveTemperature = params.number("Tp", 0);
    this.negativeTemperature = params.number("Tn", 10);
    this.imbalance = params.number("imbalance", 0.5);
    this.reducer = params.reducer(Reducer.MEAN);
  }

  static Loss from(Params params, Setting setting) {
    return new RankedListLoss(params, setting, params.number("margin", 0.4));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray pull =
        weightedMean(matrix.sub(boundary - margin), masks.positive(), positiveTemperature);
    NDArray push = weightedMean(matrix.neg().add(boundary), masks.negative(), negativeTemperature);
    return reducer.reduce(Algebra.times(pull, 1 - imbalance).add(Algebra.times(push, imbalance)));
  }

  /// Each row's mean of the excesses above 0 that `mask` keeps, weighted by e^(T · excess).
  private static NDArray weightedMean(NDArray excess, NDArray mask, double temperature) {
    NDArray violates = excess.gt(0).toType(mask.getDataType(), false).mul(mask);
    NDArray above = excess.mul(violates);
    NDArray weight = Algebra.times(above, temperature).exp().mul(violates);
    NDArray sum = weight.add(FLOOR).sum(new int[] {1});
    return Algebra.rowDot(weight, above).div(sum);
  }
}
