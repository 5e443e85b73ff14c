package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// Cross entropy of x·Wᵀ + b; mean over the batch. W is `[classes, d]`, b is `[classes]`.
///
/// Plain softmax: lengths of embeddings and weights count, and so the cosine that a gallery
/// compares by is trained only in passing.
///
/// Parameters: `bias` (false), `reducer` (`mean`).
final class SoftmaxLoss extends ClassLoss {
  private final boolean bias;
  private final Reducer reducer;

  private SoftmaxLoss(Params params, Setting setting) {
    super(setting);
    this.bias = params.flag("bias", false);
    this.reducer = params.reducer(Reducer.MEAN);
  }

  static Loss from(Params params, Setting setting) {
    return new SoftmaxLoss(params, setting);
  }

  @Override
  public List<Weight> weights() {
    double deviation = 1 / Math.sqrt(setting.dimension());
    Weight w = new Weight("W", new Shape(setting.classes(), setting.dimension()), deviation);
    return bias ? List.of(w, new Weight("b", new Shape(setting.classes()), 0)) : List.of(w);
  }

  @Override
  LossValue value(NDArray embeddings, Batch batch, NDList own) {
    NDArray products = embeddings.matMul(own.get(0).transpose());
    NDArray logits = bias ? products.add(own.get(1)) : products;
    return reducer.reduce(Algebra.crossEntropy(logits, batch.labels()));
  }
}
