package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// Cross entropy of s · cos θ, with s · cos(θ + m) for the own class. W is `[d, classes · k]`:
/// column `c · k
/// + j` is sub-centre j of class c, and the nearest sub-centre counts.
///
/// Deng et al., ArcFace, 2019, and Sub-center ArcFace, 2020 (k > 1, which bears label noise). m is
/// an angle in degrees; the paper's 0.5 radians are 28.6°. Beyond θ = 180° − m, where cos(θ + m)
/// would rise again, the own cosine is cos θ − m sin m instead (m in radians), as in the authors'
/// code. The angle itself is never formed, so that its derivative stays finite at θ = 0.
///
/// Parameters: `margin_degrees` (28.6), `scale` (64), `sub_centers` (1, and 3 for
/// `subcenter_arcface`), `reducer` (`mean`).
final class ArcFaceLoss extends CosineSoftmaxLoss {
  private final double margin;
  private final int subCenters;

  private ArcFaceLoss(Params params, int subCenters, Setting setting) {
    super(params.positive("scale", 64), params.reducer(Reducer.MEAN), setting);
    this.margin = Math.toRadians(params.number("margin_degrees", 28.6));
    this.subCenters = subCenters;
  }

  static Loss from(Params params, Setting setting) {
    return new ArcFaceLoss(params, 1, setting);
  }

  static Loss subCenter(Params params, Setting setting) {
    return new ArcFaceLoss(params, params.count("sub_centers", 3), setting);
  }

  @Override
  public List<Weight> weights() {
    long columns = (long) setting.classes() * subCenters;
    return List.of(new Weight("W", new Shape(setting.dimension(), columns), 1));
  }

  @Override
  NDArray cosines(NDArray embeddings, NDArray w) {
    NDArray all = super.cosines(embeddings, w);
    return subCenters == 1
        ? all
        : all.reshape(-1, setting.classes(), subCenters).max(new int[] {2});
  }

  @Override
  NDArray harder(NDArray own, Batch batch) {
    NDArray sine = Algebra.root(own.square().neg().add(1.0));
    NDArray turned =
        Algebra.times(own, Math.cos(margin)).sub(Algebra.times(sine, Math.sin(margin)));
    return NDArrays.where(own.gte(-Math.cos(margin)), turned, own.sub(margin * Math.sin(margin)));
  }
}
