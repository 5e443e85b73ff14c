package dev.kith.tools.loss.mine;

/// What a miner chose: pairs or triplets, either of which can be read as the other.
public sealed interface Mined permits Pairs, Triplets {
  /// As pairs: every (anchor, positive) and (anchor, negative) that occurs.
  Pairs pairs();

  /// As triplets: every positive of an anchor with every negative of it.
  Triplets triplets();
}
