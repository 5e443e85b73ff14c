package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// For each anchor, (1/α) log(1 + Σ_p exp(−α(s − λ))) + (1/β) log(1 + Σ_n exp(β(s − λ))), with s
/// the cosine; mean over all rows, those without pairs included.
///
/// Wang et al., Multi-Similarity Loss with General Pair Weighting, 2019. λ (`base`) is a cosine:
/// 0.5 here and in the libraries, 1 in the authors' code for some sets.
///
/// Parameters: `alpha` (2), `beta` (50), `base` (0.5), `mining` (usually `multi_similarity`, with
/// `epsilon` 0.1), `reducer` (`mean`).
final class MultiSimilarityLoss extends PairLoss {
  private final double alpha;
  private final double beta;
  private final double base;
  private final Reducer reducer;

  private MultiSimilarityLoss(
      double alpha, double beta, double base, Miner miner, Reducer reducer) {
    super(Distance.COSINE, miner);
    this.alpha = alpha;
    this.beta = beta;
    this.base = base;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new MultiSimilarityLoss(
        params.positive("alpha", 2),
        params.positive("beta", 50),
        params.number("base", 0.5),
        params.miner(0.1, setting),
        params.reducer(Reducer.MEAN));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray beyond = matrix.neg().add(1.0 - base);
    NDArray pull =
        Algebra.over(
            Algebra.logOnePlusSumExp(Algebra.times(beyond, -alpha), masks.positive(), 1), alpha);
    NDArray push =
        Algebra.over(
            Algebra.logOnePlusSumExp(Algebra.times(beyond, beta), masks.negative(), 1), beta);
    return reducer.reduce(pull.add(push));
  }
}
