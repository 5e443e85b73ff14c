package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// Cross entropy of s |x| cos θ, with s |x| (λ cos θ + ψ(θ)) / (1 + λ) for the own class, where
/// ψ(θ) = (−1)ᵏ cos(mθ) − 2k and k = ⌊mθ/π⌋.
///
/// Liu et al., SphereFace, 2017. m is a whole factor of the angle, without unit. `sphereface` is
/// the libraries': λ = 0 and W `[d, classes]`. `a_softmax` is the paper's with its annealing, W
/// `[classes, d]`: λ is fixed by `lambda_`, or else falls as max(5, 1000 / (1 + 0.12 · step)), the
/// authors' schedule.
///
/// Parameters: `margin` (4), `scale` (1), and for `a_softmax` `lambda_`, `lambda_start` (1000),
/// `lambda_decay` (0.12), `lambda_end` (5); `reducer` (`mean`).
final class SphereFaceLoss extends CosineSoftmaxLoss {
  @FunctionalInterface
  private interface Annealing {
    double at(long step);
  }

  private final int margin;
  private final Annealing lambda;
  private final boolean rowsAreClasses;

  private SphereFaceLoss(Params params, Annealing lambda, boolean rowsAreClasses, Setting setting) {
    super(params.positive("scale", 1), params.reducer(Reducer.MEAN), setting);
    this.margin = params.count("margin", 4);
    this.lambda = lambda;
    this.rowsAreClasses = rowsAreClasses;
  }

  static Loss from(Params params, Setting setting) {
    return new SphereFaceLoss(params, _ -> 0, false, setting);
  }

  static Loss annealed(Params params, Setting setting) {
    double start = params.number("lambda_start", 1000);
    double decay = params.number("lambda_decay", 0.12);
    double end = params.number("lambda_end", 5);
    double fixed = params.number("lambda_", Double.NaN);
    Annealing lambda =
        step -> Double.isNaN(fixed) ? Math.max(end, start / (1 + decay * step)) : fixed;
    return new SphereFaceLoss(params, lambda, true, setting);
  }

  @Override
  public List<Weight> weights() {
    Shape rows = new Shape(setting.classes(), setting.dimension());
    return rowsAreClasses ? List.of(new Weight("W", rows, 1)) : super.weights();
  }

  @Override
  NDArray cosines(NDArray embeddings, NDArray w) {
    return super.cosines(embeddings, rowsAreClasses ? w.transpose() : w);
  }

  @Override
  NDArray lengths(NDArray embeddings) {
    return Algebra.norms(embeddings);
  }

  @Override
  NDArray harder(NDArray own, Batch batch) {
    NDArray turns =
        Algebra.times(own.stopGradient().clip(-1.0, 1.0).acos(), margin / Math.PI).floor();
    // (−1)ᵏ without a power of a negative number: 1 for even k, −1 for odd
    NDArray sign =
        Algebra.times(turns.sub(Algebra.times(Algebra.over(turns, 2.0).floor(), 2.0)), -2.0)
            .add(1.0);
    NDArray psi = sign.mul(cosineOfMultiple(own)).sub(Algebra.times(turns, 2.0));
    double annealed = lambda.at(batch.step());
    return Algebra.over(Algebra.times(own, annealed).add(psi), 1 + annealed);
  }

  /// cos(mθ) of cos θ, by Chebyshev's recurrence T_{j+1} = 2cT_j − T_{j−1}.
  private NDArray cosineOfMultiple(NDArray cosine) {
    NDArray before = cosine.onesLike();
    NDArray current = cosine;
    for (int j = 1; j < margin; j++) {
      NDArray next = Algebra.times(cosine, 2.0).mul(current).sub(before);
      before = current;
      current = next;
    }
    return current;
  }
}
