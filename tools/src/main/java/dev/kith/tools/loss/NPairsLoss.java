package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.mine.Couples;

/// For each couple (a, p) of a batch, log(1 + Σ_n exp(a·n − a·p)) over the positives n of other
/// classes' couples; mean over the couples, plus ¼ r (mean |a|² + mean |p|²).
///
/// Sohn, Improved Deep Metric Learning with Multi-class N-pair Loss Objective, 2016. `npairs_paper`
/// takes embeddings as they are, which is what the regularisation r is for, and as many couples as
/// a batch holds; couples of one class are never negatives. `npairs` is what
/// pytorch-metric-learning 2.9 computes: one couple of each class, and dot products of normalised
/// embeddings, so that the logits stay within ±1 and its gradient never fades; its `normalize` is
/// read and changes nothing, as in the reference.
///
/// Parameters: `regularization` (0; 0.002 in TensorFlow's add-on), `normalize` (false), `reducer`
/// (`mean`).
final class NPairsLoss implements Loss {
  private final boolean library;
  private final boolean normalize;
  private final double regularization;
  private final Reducer reducer;

  private NPairsLoss(Params params, boolean library) {
    this.library = library;
    this.normalize = params.flag("normalize", false) || library;
    this.regularization = params.number("regularization", 0);
    this.reducer = params.reducer(Reducer.MEAN);
  }

  static Loss library(Params params, Setting setting) {
    return new NPairsLoss(params, true);
  }

  static Loss paper(Params params, Setting setting) {
    return new NPairsLoss(params, false);
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Couples all = Couples.of(batch.labels());
    Couples couples = library ? all.onePerClass() : all;
    if (couples.size() == 0) {
      return reducer.reduce(Algebra.times(batch.embeddings(), 0.0), 0);
    }
    NDArray rows = normalize ? Algebra.unit(batch.embeddings()) : batch.embeddings();
    NDArray anchor = Algebra.rows(rows, couples.anchors());
    NDArray positive = Algebra.rows(rows, couples.positives());
    NDArray excess =
        anchor.matMul(positive.transpose()).sub(Algebra.rowDot(anchor, positive).expandDims(1));
    NDArray others = Algebra.mask(anchor, couples.differ(), couples.size());
    LossValue value = reducer.reduce(Algebra.logOnePlusSumExp(excess, others, 1));
    return regularization == 0
        ? value
        : value.plus(new LossValue(lengths(anchor, positive, regularization), 0, 0));
  }

  /// ¼ r (mean |a|² + mean |p|²).
  static NDArray lengths(NDArray anchor, NDArray positive, double regularization) {
    NDArray squares = Algebra.rowDot(anchor, anchor).add(Algebra.rowDot(positive, positive));
    return Algebra.times(squares.mean(), regularization / 4);
  }
}
