package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.mine.Couples;

/// For each couple (a, p) of a batch, log(1 + Σ_n exp(4 tan²α (a + p)·n − 2 (1 + tan²α) a·p)) over
/// the positives n of other classes' couples; mean over the couples.
///
/// Wang et al., Deep Metric Learning with Angular Loss, 2017, equation 8; embeddings aren't
/// normalised. Added to N-pairs (`npairs_angular`, λ = 2) in section 3.4.
///
/// Parameters: `alpha_degrees` (40), `reducer` (`mean`).
final class AngularCouplesLoss implements Loss {
  private final double squaredTangent;
  private final Reducer reducer;

  private AngularCouplesLoss(double squaredTangent, Reducer reducer) {
    this.squaredTangent = squaredTangent;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new AngularCouplesLoss(AngularLoss.squaredTangent(params), params.reducer(Reducer.MEAN));
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Couples couples = Couples.of(batch.labels());
    if (couples.size() == 0) {
      return reducer.reduce(Algebra.times(batch.embeddings(), 0.0), 0);
    }
    NDArray anchor = Algebra.rows(batch.embeddings(), couples.anchors());
    NDArray positive = Algebra.rows(batch.embeddings(), couples.positives());
    NDArray spread =
        Algebra.times(anchor.add(positive).matMul(positive.transpose()), 4 * squaredTangent);
    NDArray tight =
        Algebra.times(Algebra.rowDot(anchor, positive), 2 * (1 + squaredTangent)).expandDims(1);
    NDArray others = Algebra.mask(anchor, couples.differ(), couples.size());
    return reducer.reduce(Algebra.logOnePlusSumExp(spread.sub(tight), others, 1));
  }
}
