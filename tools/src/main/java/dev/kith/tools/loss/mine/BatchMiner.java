package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Pairwise;

/// One triplet for each anchor: its farthest positive and its nearest negative.
///
/// Batch-hard, of Hermans et al., In Defense of the Triplet Loss, 2017. Batch-easy-hard takes the
/// nearest positive instead (Xuan et al., Improved Embeddings with Easy Positive Triplet Mining,
/// 2020). Of equal distances the first column counts.
final class BatchMiner implements Miner {
  private final boolean easyPositive;

  BatchMiner(boolean easyPositive) {
    this.easyPositive = easyPositive;
  }

  @Override
  public Triplets mine(Pairwise pairwise, long step) {
    Triplets triplets = new Triplets(pairwise.rows(), pairwise.columns());
    for (int anchor = 0; anchor < pairwise.rows(); anchor++) {
      int positive = -1;
      int negative = -1;
      for (int column = 0; column < pairwise.columns(); column++) {
        if (pairwise.same(anchor, column)) {
          boolean nearer =
              positive < 0 || pairwise.at(anchor, column) < pairwise.at(anchor, positive);
          boolean farther =
              positive < 0 || pairwise.at(anchor, column) > pairwise.at(anchor, positive);
          positive = (easyPositive ? nearer : farther) ? column : positive;
        } else if (pairwise.different(anchor, column)
            && (negative < 0 || pairwise.at(anchor, column) < pairwise.at(anchor, negative))) {
          negative = column;
        }
      }
      if (positive >= 0 && negative >= 0) {
        triplets.add(anchor, positive, negative);
      }
    }
    return triplets;
  }
}
