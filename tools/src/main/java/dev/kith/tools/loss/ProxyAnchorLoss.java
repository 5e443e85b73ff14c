package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// Mean over the proxies with a positive in the batch of log(1 + Σ_p e^(−α(s − δ))), plus mean over
/// all proxies of log(1 + Σ_n e^(α(s + δ))), with s the cosine. The proxies are `[classes, d]`.
///
/// Kim et al., Proxy Anchor Loss for Deep Metric Learning, 2020. δ (`margin`) is a cosine. The
/// number of classes divides the second mean, so α and the learning rate of the proxies depend on
/// it.
///
/// Parameters: `margin` (0.1), `alpha` (32).
final class ProxyAnchorLoss extends ClassLoss {
  private final double margin;
  private final double alpha;

  private ProxyAnchorLoss(double margin, double alpha, Setting setting) {
    super(setting);
    this.margin = margin;
    this.alpha = alpha;
  }

  static Loss from(Params params, Setting setting) {
    return new ProxyAnchorLoss(params.number("margin", 0.1), params.positive("alpha", 32), setting);
  }

  @Override
  public List<Weight> weights() {
    double deviation = Math.sqrt(2.0 / setting.classes());
    return List.of(
        new Weight("proxies", new Shape(setting.classes(), setting.dimension()), deviation));
  }

  @Override
  LossValue value(NDArray embeddings, Batch batch, NDList own) {
    NDArray cosines = Algebra.cosines(embeddings, own.get(0));
    NDArray positive = Algebra.ownMask(cosines, batch.labels(), setting.classes());
    NDArray negative = positive.neg().add(1.0);
    NDArray pull =
        Algebra.logOnePlusSumExp(Algebra.times(cosines.sub(margin), -alpha), positive, 0);
    NDArray push = Algebra.logOnePlusSumExp(Algebra.times(cosines.add(margin), alpha), negative, 0);
    long present = batch.labels().stream().distinct().count();
    return Reducer.MEAN.reduce(pull, present).plus(Reducer.MEAN.reduce(push));
  }
}
