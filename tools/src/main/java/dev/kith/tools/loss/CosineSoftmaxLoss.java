package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// Cross entropy over the cosines of x with the columns of W `[d, classes]`, after the cosine of
/// the own class was made harder; mean over the batch.
///
/// The frame of normalised softmax, CosFace, ArcFace and SphereFace, which differ in [#harder] and
/// in what multiplies the cosines.
abstract class CosineSoftmaxLoss extends ClassLoss {
  private final double scale;
  private final Reducer reducer;

  CosineSoftmaxLoss(double scale, Reducer reducer, Setting setting) {
    super(setting);
    this.scale = scale;
    this.reducer = reducer;
  }

  @Override
  public List<Weight> weights() {
    return List.of(new Weight("W", new Shape(setting.dimension(), setting.classes()), 1));
  }

  /// The cosines of the own classes, `[n]`, with the margin.
  abstract NDArray harder(NDArray own, Batch batch);

  /// Cosines `[n, classes]`.
  NDArray cosines(NDArray embeddings, NDArray w) {
    return Algebra.cosines(embeddings, w.transpose());
  }

  /// What multiplies the cosines besides the scale: `[n, 1]`, or 1.
  NDArray lengths(NDArray embeddings) {
    return embeddings.getManager().ones(new Shape(1), embeddings.getDataType());
  }

  @Override
  final LossValue value(NDArray embeddings, Batch batch, NDList own) {
    NDArray cosines = cosines(embeddings, own.get(0));
    NDArray target = Algebra.own(cosines, batch.labels());
    NDArray change = harder(target, batch).sub(target).expandDims(1);
    NDArray mask = Algebra.ownMask(cosines, batch.labels(), setting.classes());
    NDArray logits = Algebra.times(cosines.add(mask.mul(change)).mul(lengths(embeddings)), scale);
    return reducer.reduce(Algebra.crossEntropy(logits, batch.labels()));
  }
}
