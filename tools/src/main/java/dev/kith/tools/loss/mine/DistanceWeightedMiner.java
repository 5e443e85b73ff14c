package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Draws;
import dev.kith.tools.loss.batch.Pairwise;
import java.util.random.RandomGenerator;

/// One random negative for each ordered positive pair, drawn with a weight of 1 / q(d), where q(d)
/// ∝ dⁿ⁻² (1 − d²/4)^((n − 3)/2) is the density of distances on the sphere in n dimensions: all
/// distances come up alike.
///
/// Wu et al., Sampling Matters in Deep Embedding Learning, 2017. Distances are of normalised
/// embeddings, whatever the loss's own; below `cutoff` they count as `cutoff`, and negatives from
/// `nonzero_cutoff` on aren't drawn. An anchor that has only such negatives draws among all of them
/// alike.
final class DistanceWeightedMiner implements Miner {
  private static final double SMALLEST = 1e-8;

  private final MinerOptions options;
  private final Draws draws;

  DistanceWeightedMiner(MinerOptions options) {
    this.options = options;
    this.draws = new Draws(options.seed()).forPurpose("distance-weighted miner");
  }

  @Override
  public Triplets mine(Pairwise pairwise, long step) {
    Pairwise sphere = pairwise.in(Distance.L2_NORMALIZED);
    RandomGenerator random = draws.at(step);
    Triplets triplets = new Triplets(sphere.rows(), sphere.columns());
    for (int anchor = 0; anchor < sphere.rows(); anchor++) {
      double[] cumulated = cumulated(sphere, anchor);
      for (int positive = 0; positive < sphere.columns(); positive++) {
        int negative = sphere.same(anchor, positive) ? draw(cumulated, random) : -1;
        if (negative >= 0) {
          triplets.add(anchor, positive, negative);
        }
      }
    }
    return triplets;
  }

  /// Running sums of the weights of the columns; all 0 where there is no negative.
  private double[] cumulated(Pairwise sphere, int anchor) {
    double[] weights = new double[sphere.columns()];
    double top = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < weights.length; column++) {
      weights[column] = logWeight(sphere, anchor, column);
      top = Math.max(top, weights[column]);
    }
    double sum = 0;
    for (int column = 0; column < weights.length; column++) {
      boolean alike = top == Double.NEGATIVE_INFINITY && sphere.different(anchor, column);
      sum += alike ? 1 : top == Double.NEGATIVE_INFINITY ? 0 : Math.exp(weights[column] - top);
      weights[column] = sum;
    }
    return weights;
  }

  private double logWeight(Pairwise sphere, int anchor, int column) {
    double distance = Math.max(options.cutoff(), sphere.at(anchor, column));
    if (!sphere.different(anchor, column) || distance >= options.nonZeroCutoff()) {
      return Double.NEGATIVE_INFINITY;
    }
    int dimensions = sphere.dimension();
    double rest = Math.max(SMALLEST, 1 - distance * distance / 4);
    return (2 - dimensions) * Math.log(distance) + (3 - dimensions) / 2.0 * Math.log(rest);
  }

  private static int draw(double[] cumulated, RandomGenerator random) {
    double sum = cumulated[cumulated.length - 1];
    if (sum == 0) {
      return -1;
    }
    double at = random.nextDouble() * sum;
    int column = 0;
    while (cumulated[column] <= at) {
      column++;
    }
    return column;
  }
}
