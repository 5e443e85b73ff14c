package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// ½ mean |x − c_y|². The centres c are `[classes, d]`.
///
/// Wen et al., A Discriminative Feature Learning Approach for Deep Face Recognition, 2016. Alone it
/// collapses everything to a point: add it to a softmax with a factor such as 0.01. The paper sums
/// over the batch and moves each centre by its own rule (the mean of its differences, damped by
/// one); here centres learn by gradient like any weight, so their rate is the recipe's.
///
/// Parameters: `reducer` (`mean`).
final class CenterLoss extends ClassLoss {
  private final Reducer reducer;

  private CenterLoss(Reducer reducer, Setting setting) {
    super(setting);
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new CenterLoss(params.reducer(Reducer.MEAN), setting);
  }

  @Override
  public List<Weight> weights() {
    return List.of(new Weight("centers", new Shape(setting.classes(), setting.dimension()), 1));
  }

  @Override
  LossValue value(NDArray embeddings, Batch batch, NDList own) {
    long[] classes = batch.labels().stream().asLongStream().toArray();
    NDArray off = embeddings.sub(Algebra.rows(own.get(0), classes));
    return reducer.reduce(Algebra.over(Algebra.rowDot(off, off), 2.0));
  }
}
