package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// For each anchor, log(1 + Σ_n e^(γ α_n (s_n − m)) · Σ_p e^(−γ α_p (s_p − 1 + m))), with α_p =
/// max(0, 1 + m − s_p), α_n = max(0, s_n + m), both held constant in the gradient, and s the
/// cosine.
///
/// Sun et al., Circle Loss, 2020. m is a cosine. Anchors without a positive or a negative give 0,
/// and the mean is over the anchors above 0.
///
/// Parameters: `m` (0.4), `gamma` (80), `mining`, `reducer` (`avg_nonzero`).
final class CircleLoss extends PairLoss {
  private final double margin;
  private final double gamma;
  private final Reducer reducer;

  private CircleLoss(double margin, double gamma, Miner miner, Reducer reducer) {
    super(Distance.COSINE, miner);
    this.margin = margin;
    this.gamma = gamma;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new CircleLoss(
        params.number("m", 0.4),
        params.positive("gamma", 80),
        params.miner(0.1, setting),
        params.reducer(Reducer.AVG_NONZERO));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray cosine = matrix.neg().add(1.0);
    NDArray held = cosine.stopGradient();
    NDArray pull =
        Algebra.times(Algebra.relu(held.neg().add(1 + margin)).mul(cosine.sub(1 - margin)), -gamma);
    NDArray push = Algebra.times(Algebra.relu(held.add(margin)).mul(cosine.sub(margin)), gamma);
    NDArray both =
        Algebra.logSumExp(pull, masks.positive(), 1)
            .add(Algebra.logSumExp(push, masks.negative(), 1));
    NDArray whole =
        masks.positives().mul(masks.negatives()).gt(0).toType(matrix.getDataType(), false);
    return reducer.reduce(Algebra.softplus(both).mul(whole));
  }
}
