package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Pairwise;
import dev.kith.tools.loss.mine.Miner;
import dev.kith.tools.loss.mine.Triplets;
import java.util.OptionalDouble;

/// max(0, d(a, p) − d(a, n) + margin), or log(1 + exp(d(a, p) − d(a, n))) with the soft margin.
///
/// The margin is in the unit of the distance: 0.2 of a [Distance#SQUARED_L2_NORMALIZED] is
/// FaceNet's (Schroff et al. 2015); the soft margin is of Hermans et al. 2017. Implementations
/// differ in the distance (squared or not, normalised or not), in the miner, and in whether
/// triplets that are already right count in the mean: with [Reducer#AVG_NONZERO], the default, they
/// don't.
///
/// Parameters: `margin` (a number or `soft`; 0.05, or 1 of squared and 0.5 of plain distances that
/// aren't normalised), `mining`, `distance` (`l2_normalized`), `reducer`.
final class TripletLoss implements Loss {
  private final Distance distance;
  private final OptionalDouble margin;
  private final Miner miner;
  private final Reducer reducer;

  TripletLoss(Distance distance, OptionalDouble margin, Miner miner, Reducer reducer) {
    this.distance = distance;
    this.margin = margin;
    this.miner = miner;
    this.reducer = reducer;
  }

  static Loss from(Params params, Setting setting) {
    return from(params, setting, 0.05, Distance.L2_NORMALIZED, "all", Reducer.AVG_NONZERO);
  }

  /// `triplet_squared`: squared distances, not normalised, all triplets in the mean.
  static Loss squared(Params params, Setting setting) {
    return from(params, setting, 1, Distance.SQUARED_L2, "all", Reducer.MEAN);
  }

  /// `triplet_batch_all` of Hermans et al.: unsquared, not normalised, mean over those above 0.
  static Loss batchAll(Params params, Setting setting) {
    return from(params, setting, 0.5, Distance.L2, "all", Reducer.AVG_NONZERO);
  }

  /// `triplet_batch_hard` of Hermans et al.: unsquared, not normalised, mean over the anchors.
  static Loss batchHard(Params params, Setting setting) {
    return from(params, setting, 0.5, Distance.L2, "batch_hard", Reducer.MEAN);
  }

  /// `triplet_semihard_facenet`, as TensorFlow's add-on reads FaceNet: squared, not normalised, one
  /// negative for each ordered positive pair, mean over those pairs.
  static Loss faceNet(Params params, Setting setting) {
    return from(params, setting, 1, Distance.SQUARED_L2, "facenet_semi_hard", Reducer.MEAN);
  }

  private static Loss from(
      Params params,
      Setting setting,
      double usual,
      Distance distance,
      String mining,
      Reducer reducer) {
    boolean soft = params.says("margin", "soft");
    OptionalDouble margin =
        soft ? OptionalDouble.empty() : OptionalDouble.of(params.number("margin", usual));
    Miner miner = params.miner(mining, margin.orElse(0.2), setting);
    return new TripletLoss(params.distance(distance), margin, miner, params.reducer(reducer));
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Pairwise pairwise = new Pairwise(batch, distance);
    Triplets triplets = miner.mine(pairwise, batch.step()).triplets();
    if (triplets.size() == 0) {
      return reducer.reduce(Algebra.times(pairwise.matrix(), 0.0), 0);
    }
    NDArray gap =
        triplets.anchorPositive(pairwise.matrix()).sub(triplets.anchorNegative(pairwise.matrix()));
    return reducer.reduce(
        margin.isPresent() ? Algebra.relu(gap.add(margin.getAsDouble())) : Algebra.softplus(gap));
  }
}
