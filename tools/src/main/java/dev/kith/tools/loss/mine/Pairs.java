package dev.kith.tools.loss.mine;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Pairwise;

/// Two sets of ordered pairs (row, column) of a batch: samples of one class, and of different
/// classes.
public final class Pairs implements Mined {
  /// Whether a pair belongs.
  @FunctionalInterface
  public interface Choice {
    boolean keeps(int row, int column);
  }

  private final int columns;
  private final float[] positive;
  private final float[] negative;

  private Pairs(int rows, int columns) {
    this.columns = columns;
    this.positive = new float[rows * columns];
    this.negative = new float[rows * columns];
  }

  /// Every pair there is.
  public static Pairs all(Pairwise pairwise) {
    return chosen(pairwise, (_, _) -> true, (_, _) -> true);
  }

  /// The pairs of one class that `positives` keeps, and of different classes that `negatives`
  /// keeps.
  public static Pairs chosen(Pairwise pairwise, Choice positives, Choice negatives) {
    Pairs pairs = new Pairs(pairwise.rows(), pairwise.columns());
    for (int row = 0; row < pairwise.rows(); row++) {
      for (int column = 0; column < pairwise.columns(); column++) {
        int at = row * pairs.columns + column;
        if (pairwise.same(row, column)) {
          pairs.positive[at] = positives.keeps(row, column) ? 1 : 0;
        } else if (pairwise.different(row, column)) {
          pairs.negative[at] = negatives.keeps(row, column) ? 1 : 0;
        }
      }
    }
    return pairs;
  }

  static Pairs of(Triplets triplets) {
    Pairs pairs = new Pairs(triplets.rows(), triplets.columns());
    triplets.forEach((anchor, positive, negative) -> {
      pairs.positive[anchor * pairs.columns + positive] = 1;
      pairs.negative[anchor * pairs.columns + negative] = 1;
    });
    return pairs;
  }

  public int rows() {
    return columns == 0 ? 0 : positive.length / columns;
  }

  public int columns() {
    return columns;
  }

  public boolean positive(int row, int column) {
    return positive[row * columns + column] > 0;
  }

  public boolean negative(int row, int column) {
    return negative[row * columns + column] > 0;
  }

  public long positives() {
    return count(positive);
  }

  public long negatives() {
    return count(negative);
  }

  private static long count(float[] flags) {
    long count = 0;
    for (float flag : flags) {
      count += flag > 0 ? 1 : 0;
    }
    return count;
  }

  /// `[rows, columns]`, 1 at a pair and 0 elsewhere, of the type and manager of `like`.
  public NDArray positiveMask(NDArray like) {
    return Algebra.mask(like, positive, columns);
  }

  /// As [#positiveMask], for pairs of different classes.
  public NDArray negativeMask(NDArray like) {
    return Algebra.mask(like, negative, columns);
  }

  @Override
  public Pairs pairs() {
    return this;
  }

  @Override
  public Triplets triplets() {
    return Triplets.of(this);
  }
}
