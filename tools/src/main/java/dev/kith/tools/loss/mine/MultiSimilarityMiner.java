package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Pairwise;

/// Pairs that overlap, within a slack ε: positives farther than the nearest negative − ε, and
/// negatives nearer than the farthest positive + ε (Wang et al., Multi-Similarity Loss, 2019).
///
/// ε is in the unit of the loss's distance; for multi-similarity that is the cosine.
final class MultiSimilarityMiner implements Miner {
  private final double epsilon;

  MultiSimilarityMiner(double epsilon) {
    this.epsilon = epsilon;
  }

  @Override
  public Pairs mine(Pairwise pairwise, long step) {
    double[] farthestPositive = new double[pairwise.rows()];
    double[] nearestNegative = new double[pairwise.rows()];
    for (int row = 0; row < pairwise.rows(); row++) {
      farthestPositive[row] = Double.NEGATIVE_INFINITY;
      nearestNegative[row] = Double.POSITIVE_INFINITY;
      for (int column = 0; column < pairwise.columns(); column++) {
        if (pairwise.same(row, column)) {
          farthestPositive[row] = Math.max(farthestPositive[row], pairwise.at(row, column));
        } else if (pairwise.different(row, column)) {
          nearestNegative[row] = Math.min(nearestNegative[row], pairwise.at(row, column));
        }
      }
    }
    return Pairs.chosen(
        pairwise,
        (row, column) -> pairwise.at(row, column) > nearestNegative[row] - epsilon,
        (row, column) -> pairwise.at(row, column) < farthestPositive[row] + epsilon);
  }
}
