package dev.kith.tools.evaluate;

import java.util.Arrays;

/// 1:1 comparisons of all samples with each other. Immutable.
final class Verification {
  private static final long MOST = 20_000_000;

  private final float[] genuine;
  private final float[] impostors;

  /// @param genuine scores of pairs of one class, ascending; taken over
  /// @param impostors scores of pairs of two, as many as were compared
  private Verification(float[] genuine, float[] impostors) {
    this.genuine = genuine;
    this.impostors = impostors;
  }

  /// Where there are too many pairs, impostors are those of every so many-th row.
  static Verification of(Embeddings all) {
    long pairs = (long) all.size() * (all.size() - 1) / 2;
    int stride = (int) Math.max(1, pairs / MOST);
    float[] genuine = new float[1024];
    float[] impostors = new float[1024];
    int g = 0;
    int m = 0;
    for (int a = 0; a < all.size(); a++) {
      for (int b = 0; b < a; b++) {
        if (all.label(a) == all.label(b)) {
          genuine = g == genuine.length ? Arrays.copyOf(genuine, 2 * g) : genuine;
          genuine[g++] = all.score(a, b);
        } else if ((a + b) % stride == 0) {
          impostors = m == impostors.length ? Arrays.copyOf(impostors, 2 * m) : impostors;
          impostors[m++] = all.score(a, b);
        }
      }
    }
    float[] own = Arrays.copyOf(genuine, g);
    float[] other = Arrays.copyOf(impostors, m);
    Arrays.sort(own);
    Arrays.sort(other);
    return new Verification(own, other);
  }

  /// FNMR at the lowest threshold that keeps FMR; NaN where fewer than 3 / `fmr` impostors tell.
  double fnmr(double fmr) {
    if (genuine.length == 0 || impostors.length < 3 / fmr) {
      return Double.NaN;
    }
    float threshold = Math.nextUp(impostors[impostors.length - 1 - (int) (fmr * impostors.length)]);
    int at = Arrays.binarySearch(genuine, threshold);
    int below = at >= 0 ? at : -at - 1;
    while (below > 0 && genuine[below - 1] >= threshold) {
      below--;
    }
    return (double) below / genuine.length;
  }
}
