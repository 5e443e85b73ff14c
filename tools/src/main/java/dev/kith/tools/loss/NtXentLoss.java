package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// For each positive pair, −log(e^(s_p/τ) / (e^(s_p/τ) + Σ_n e^(s_n/τ))), with s the cosine; mean
/// over the pairs.
///
/// Chen et al., SimCLR, 2020, after Sohn 2016. SimCLR has one positive for each anchor; with
/// several, each is alone in its own denominator, whereas [SupConLoss] has all of them in it.
///
/// Parameters: `temperature` (0.07, a cosine), `mining`, `reducer` (`mean`).
final class NtXentLoss extends PairLoss {
  private final double temperature;
  private final Reducer reducer;

  private NtXentLoss(double temperature, Miner miner, Reducer reducer) {
    super(Distance.COSINE, miner);
    this.temperature = temperature;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new NtXentLoss(
        params.positive("temperature", 0.07),
        params.miner(0.1, setting),
        params.reducer(Reducer.MEAN));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray logits = Algebra.over(matrix.neg().add(1.0), temperature);
    NDArray negatives = Algebra.logSumExp(logits, masks.negative(), 1).expandDims(1);
    NDArray opposed = masks.negatives().gt(0).toType(matrix.getDataType(), false).expandDims(1);
    NDArray terms = Algebra.softplus(negatives.sub(logits)).mul(masks.positive()).mul(opposed);
    return reducer.reduce(terms, masks.pairs().positives());
  }
}
