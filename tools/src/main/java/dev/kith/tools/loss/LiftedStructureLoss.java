package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.mine.Miner;

/// For each positive pair (i, j), ½ max(0, log(Σ_{k∈N(i)} e^(m₋ − d_ik) + Σ_{l∈N(j)} e^(m₋ − d_jl))
/// + d_ij − m₊)².
///
/// Oh Song et al., Deep Metric Learning via Lifted Structured Feature Embedding, 2016, for which
/// embeddings aren't normalised (`lifted_structure_paper`); the libraries normalise
/// (`lifted_structure`). Margins are in the unit of the distance. A remembered j has no negatives
/// of its own: there the sum over N(i) stands alone.
///
/// Parameters: `neg_margin` (1; the paper's is called `margin`), `pos_margin` (0), `distance`,
/// `mining`, `reducer` (`mean`).
final class LiftedStructureLoss extends PairLoss {
  private final double positiveMargin;
  private final double negativeMargin;
  private final Reducer reducer;

  private LiftedStructureLoss(
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
    return from(params, setting, "neg_margin", Distance.L2_NORMALIZED);
  }

  static Loss paper(Params params, Setting setting) {
    return from(params, setting, "margin", Distance.L2);
  }

  private static Loss from(Params params, Setting setting, String marginName, Distance distance) {
    double margin = params.number(marginName, 1);
    return new LiftedStructureLoss(
        params.distance(distance),
        params.miner(margin, setting),
        params.number("pos_margin", 0),
        margin,
        params.reducer(Reducer.MEAN));
  }

  @Override
  LossValue value(NDArray matrix, Masks masks) {
    NDArray push = Algebra.logSumExp(matrix.neg().add(negativeMargin), masks.negative(), 1);
    NDArray pushes = masks.negatives().gt(0).toType(matrix.getDataType(), false);
    NDArray both =
        both(
            push.expandDims(1),
            pushes.expandDims(1),
            perColumn(push, matrix),
            perColumn(pushes, matrix));
    NDArray beyond = Algebra.over(Algebra.relu(both.add(matrix).sub(positiveMargin)).square(), 2.0);
    return reducer.reduce(beyond.mul(masks.positive()), masks.pairs().positives());
  }

  /// `[1, columns]`: what each column has as a row, 0 for the remembered ones.
  private static NDArray perColumn(NDArray perRow, NDArray matrix) {
    long remembered = matrix.size(1) - matrix.size(0);
    NDArray none = matrix.getManager().zeros(new Shape(remembered), matrix.getDataType());
    return (remembered == 0 ? perRow : perRow.concat(none)).expandDims(0);
  }

  /// log(eᵃ + eᵇ) of those that are there; 0 of none.
  private static NDArray both(NDArray a, NDArray hasA, NDArray b, NDArray hasB) {
    NDArray one = a.mul(hasA).add(b.mul(hasB));
    return NDArrays.where(hasA.mul(hasB).gt(0), Algebra.logAddExp(a, b), one);
  }
}
