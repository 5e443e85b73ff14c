package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.kith.tools.loss.batch.Algebra;

/// What a loss says of a batch.
///
/// @param loss a scalar to differentiate; it belongs to the manager of the batch's embeddings
/// @param terms how many terms were there: pairs, triplets, anchors, rows, as the loss sums them
/// @param nonZero how many of them are above 0, that is, still teach
public record LossValue(NDArray loss, long terms, long nonZero) {
  /// The share of non-zero terms in [0, 1]; 0 where there are no terms.
  public double share() {
    return terms == 0 ? 0 : (double) nonZero / terms;
  }

  /// Waits for the loss and reads it.
  public double number() {
    return loss.toType(DataType.FLOAT64, false).getDouble();
  }

  /// The sum, with the terms counted together.
  LossValue plus(LossValue other) {
    return new LossValue(loss.add(other.loss), terms + other.terms, nonZero + other.nonZero);
  }

  LossValue times(double factor) {
    return new LossValue(Algebra.times(loss, factor), terms, nonZero);
  }
}
