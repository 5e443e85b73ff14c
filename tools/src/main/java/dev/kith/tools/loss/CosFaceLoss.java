package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Batch;

/// Cross entropy of s · cos θ, with s · (cos θ − m) for the own class. W is `[d, classes]`.
///
/// Wang et al., CosFace, 2018. m is a cosine.
///
/// Parameters: `margin` (0.35), `scale` (64), `reducer` (`mean`).
final class CosFaceLoss extends CosineSoftmaxLoss {
  private final double margin;

  private CosFaceLoss(double margin, double scale, Reducer reducer, Setting setting) {
    super(scale, reducer, setting);
    this.margin = margin;
  }

  static Loss from(Params params, Setting setting) {
    return new CosFaceLoss(
        params.number("margin", 0.35),
        params.positive("scale", 64),
        params.reducer(Reducer.MEAN),
        setting);
  }

  @Override
  NDArray harder(NDArray own, Batch batch) {
    return own.sub(margin);
  }
}
