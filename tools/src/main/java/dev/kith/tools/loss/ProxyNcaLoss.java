package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import java.util.List;

/// −log(e^(−s d(x, p_y)) / Σ_c e^(−s d(x, p_c))), d the squared distance of normalised vectors;
/// mean over the batch. The proxies p are `[classes, d]`.
///
/// Movshovitz-Attias et al., No Fuss Distance Metric Learning using Proxies, 2017. The paper leaves
/// the own proxy out of the sum, so that its loss can fall below 0; the libraries keep it, as does
/// ProxyNCA++ (Teh et al. 2020, with s = 9).
///
/// Parameters: `softmax_scale` (1), `reducer` (`mean`).
final class ProxyNcaLoss extends ClassLoss {
  private final double scale;
  private final Reducer reducer;

  private ProxyNcaLoss(double scale, Reducer reducer, Setting setting) {
    super(setting);
    this.scale = scale;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return new ProxyNcaLoss(
        params.positive("softmax_scale", 1), params.reducer(Reducer.MEAN), setting);
  }

  @Override
  public List<Weight> weights() {
    return List.of(new Weight("proxies", new Shape(setting.classes(), setting.dimension()), 1));
  }

  @Override
  LossValue value(NDArray embeddings, Batch batch, NDList own) {
    NDArray distances = Distance.SQUARED_L2_NORMALIZED.between(embeddings, own.get(0));
    return reducer.reduce(Algebra.crossEntropy(Algebra.times(distances, -scale), batch.labels()));
  }
}
