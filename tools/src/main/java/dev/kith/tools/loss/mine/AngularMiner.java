package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Pairwise;

/// Triplets whose angle at the negative, tan⁻¹(|a − p| / (2 |n − c|)) with c between a and p, is
/// wider than asked.
///
/// The angle is that of Wang et al., Deep Metric Learning with Angular Loss, 2017, in degrees, of
/// normalised embeddings whatever the loss's own distance.
final class AngularMiner implements Miner {
  private final double squaredTangent;

  AngularMiner(double degrees) {
    this.squaredTangent = Math.pow(Math.tan(Math.toRadians(degrees)), 2);
  }

  @Override
  public Triplets mine(Pairwise pairwise, long step) {
    Pairwise squared = pairwise.in(Distance.SQUARED_L2_NORMALIZED);
    Pairwise columns = squared.amongColumns();
    return Triplets.chosen(
        squared,
        (anchor, positive, negative) -> {
          double base = squared.at(anchor, positive);
          // the median of a triangle by its sides
          double toCentre =
              (2 * squared.at(anchor, negative) + 2 * columns.at(positive, negative) - base) / 4;
          return base > squaredTangent * 4 * Math.max(0, toCentre);
        });
  }
}
