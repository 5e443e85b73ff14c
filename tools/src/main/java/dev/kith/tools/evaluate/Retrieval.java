package dev.kith.tools.evaluate;

/// Each sample looks for its class among all others.
public final class Retrieval {
  private Retrieval() {}

  /// Recall@1: the share of samples whose nearest other sample is of their class.
  public static double recallAt1(Embeddings all) {
    int right = 0;
    for (int row = 0; row < all.size(); row++) {
      int best = row == 0 ? 1 : 0;
      float top = -2;
      for (int other = 0; other < all.size(); other++) {
        float score = other == row ? -2 : all.score(row, other);
        if (score > top) {
          top = score;
          best = other;
        }
      }
      right += all.label(best) == all.label(row) ? 1 : 0;
    }
    return (double) right / all.size();
  }
}
