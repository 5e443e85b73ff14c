package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Batch;

/// Cross entropy of cos(x, W) / τ. W is `[d, classes]`.
///
/// Wang et al., NormFace, 2017; Zhai and Wu, Classification is a Strong Baseline for Deep Metric
/// Learning, 2019. τ is a cosine: 0.05 is a scale of 20.
///
/// Parameters: `temperature` (0.05), `reducer` (`mean`).
final class NormalizedSoftmaxLoss extends CosineSoftmaxLoss {
  private NormalizedSoftmaxLoss(double scale, Reducer reducer, Setting setting) {
    super(scale, reducer, setting);
  }

  static Loss from(Params params, Setting setting) {
    double temperature = params.positive("temperature", 0.05);
    return new NormalizedSoftmaxLoss(1 / temperature, params.reducer(Reducer.MEAN), setting);
  }

  @Override
  NDArray harder(NDArray own, Batch batch) {
    return own;
  }
}
