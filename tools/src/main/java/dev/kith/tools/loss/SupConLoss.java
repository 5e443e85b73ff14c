package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// For each anchor, the mean over its positives of −log(exp(s_p/τ) / Σ_{j≠a} exp(s_j/τ)), with s
/// the cosine; anchors without a positive give 0.
///
/// Khosla et al., Supervised Contrastive Learning, 2020, L_out. τ is a cosine. The paper's code
/// takes the mean over all anchors and multiplies by τ/0.07; here, as in the libraries, the mean is
/// over the anchors above 0 and there is no factor.
///
/// Parameters: `temperature` (0.1), `mining`, `reducer` (`avg_nonzero`).
final class SupConLoss extends PairLoss {
  private final double temperature;
  private final Reducer reducer;

  private SupConLoss(double temperature, Miner miner, Reducer reducer) {
    super(Distance.COSINE, miner);
    this.temperature = temperature;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new SupConLoss(
        params.positive("temperature", 0.1),
        params.miner(0.1, setting),
        params.reducer(Reducer.AVG_NONZERO));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray logits = Algebra.over(matrix.neg().add(1.0), temperature);
    NDArray all = Algebra.logSumExp(logits, masks.either(), 1).expandDims(1);
    NDArray positives = all.sub(logits).mul(masks.positive()).sum(new int[] {1});
    return reducer.reduce(positives.div(Algebra.atLeast(masks.positives(), 1.0)));
  }
}
