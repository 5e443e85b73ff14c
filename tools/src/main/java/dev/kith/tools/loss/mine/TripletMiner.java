package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Pairwise;

/// Triplets by how far the negative lies beyond the positive: the gap d(a, n) − d(a, p).
///
/// Hard: the negative is at least as close as the positive (Simo-Serra et al. 2015). Semi-hard:
/// farther, by at most the margin (Schroff et al., FaceNet, 2015). Easy: farther by more than the
/// margin, so the triplet loss is 0 there.
final class TripletMiner implements Miner {
  private final double above;
  private final double upTo;

  private TripletMiner(double above, double upTo) {
    this.above = above;
    this.upTo = upTo;
  }

  static Miner hard(double margin) {
    return new TripletMiner(Double.NEGATIVE_INFINITY, Math.min(0, margin));
  }

  static Miner semiHard(double margin) {
    return new TripletMiner(0, margin);
  }

  static Miner easy(double margin) {
    return new TripletMiner(margin, Double.POSITIVE_INFINITY);
  }

  @Override
  public Triplets mine(Pairwise pairwise, long step) {
    return Triplets.chosen(
        pairwise,
        (anchor, positive, negative) -> {
          double gap = pairwise.at(anchor, negative) - pairwise.at(anchor, positive);
          return gap > above && gap <= upTo;
        });
  }
}
