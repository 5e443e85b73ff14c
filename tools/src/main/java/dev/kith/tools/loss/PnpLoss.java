package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// f(R) of each anchor and positive, where R is the smooth number of negatives that stand before
/// the positive; mean over an anchor's positives (itself included), then over the anchors.
///
/// Li et al., Rethinking the Optimization of Average Precision: Only Penalizing Negative Instances
/// before Positive Ones is Enough, 2022. Variants: `O` f = R, `Ds` log(1 + R), `Dq` 1 − (1 + R)^−α,
/// `Iu` (1 + R) log(1 + R), `Ib` (bR − log(1 + bR)) / b². The temperature is a cosine.
///
/// Parameters: `variant` (`O`), `anneal` (0.01), `alpha` (1), `b` (2), `mining`, `reducer`
/// (`mean`).
final class PnpLoss extends PairLoss {
  private final Penalty penalty;
  private final double temperature;
  private final Reducer reducer;

  @FunctionalInterface
  private interface Penalty {
    NDArray of(NDArray negativesBefore);
  }

  private PnpLoss(Penalty penalty, double temperature, Miner miner, Reducer reducer) {
    super(Distance.COSINE, miner);
    this.penalty = penalty;
    this.temperature = temperature;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    double alpha = params.positive("alpha", 1);
    double b = params.positive("b", 2);
    String variant = params.word("variant", "O");
    Penalty penalty =
        switch (variant) {
          case "O" -> r -> r;
          case "Ds" -> r -> r.add(1.0).log();
          case "Dq" -> r -> Algebra.power(r.add(1.0), -alpha).neg().add(1.0);
          case "Iu" -> r -> r.add(1.0).mul(r.add(1.0).log());
          case "Ib" ->
              r -> Algebra.over(Algebra.times(r, b).sub(Algebra.times(r, b).add(1.0).log()), b * b);
          default -> throw params.wrong("variant", variant, "one of O, Ds, Dq, Iu, Ib");
        };
    return new PnpLoss(
        penalty,
        params.positive("anneal", 0.01),
        params.miner(0.1, setting),
        params.reducer(Reducer.MEAN));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    int columns = masks.pairs().columns();
    float[] positive = new float[masks.pairs().rows() * columns];
    for (int i = 0; i < positive.length; i++) {
      int row = i / columns;
      int column = i % columns;
      positive[i] = row == column || masks.pairs().positive(row, column) ? 1 : 0;
    }
    RankedPositives ranked = new RankedPositives(matrix.neg().add(1.0), positive, temperature);
    return reducer.reduce(ranked.meanPerAnchor(penalty.of(ranked.countBefore(masks.negative()))));
  }
}
