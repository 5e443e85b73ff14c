package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Pairwise;

/// One triplet for each ordered positive pair: the nearest negative that is farther than the
/// positive, or the farthest negative where none is.
///
/// The semi-hard mining of Schroff et al., FaceNet, 2015, as TensorFlow's add-on does it: unlike
/// [TripletMiner#semiHard] there is no margin and no pair goes without a negative. Of equal
/// distances the first column counts.
final class FaceNetMiner implements Miner {
  @Override
  public Triplets mine(Pairwise pairwise, long step) {
    Triplets triplets = new Triplets(pairwise.rows(), pairwise.columns());
    for (int anchor = 0; anchor < pairwise.rows(); anchor++) {
      for (int positive = 0; positive < pairwise.columns(); positive++) {
        int negative = pairwise.same(anchor, positive) ? negative(pairwise, anchor, positive) : -1;
        if (negative >= 0) {
          triplets.add(anchor, positive, negative);
        }
      }
    }
    return triplets;
  }

  private static int negative(Pairwise pairwise, int anchor, int positive) {
    double reach = pairwise.at(anchor, positive);
    int beyond = -1;
    int farthest = -1;
    for (int column = 0; column < pairwise.columns(); column++) {
      if (!pairwise.different(anchor, column)) {
        continue;
      }
      double distance = pairwise.at(anchor, column);
      if (distance > reach && (beyond < 0 || distance < pairwise.at(anchor, beyond))) {
        beyond = column;
      }
      if (farthest < 0 || distance > pairwise.at(anchor, farthest)) {
        farthest = column;
      }
    }
    return beyond >= 0 ? beyond : farthest;
  }
}
