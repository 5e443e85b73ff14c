package dev.kith.tools.loss.mine;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Pairwise;
import java.util.Arrays;

/// A list of (anchor, positive, negative): the anchor is a row of the batch, the others are
/// columns.
public final class Triplets implements Mined {
  /// Sees each triplet.
  @FunctionalInterface
  public interface Visitor {
    void see(int anchor, int positive, int negative);
  }

  /// Whether a triplet belongs.
  @FunctionalInterface
  public interface Choice {
    boolean keeps(int anchor, int positive, int negative);
  }

  private final int rows;
  private final int columns;
  private int[] members = new int[96];
  private int used;

  Triplets(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /// The valid triplets that `choice` keeps, in the order of anchor, positive, negative.
  public static Triplets chosen(Pairwise pairwise, Choice choice) {
    return from(Pairs.all(pairwise), choice);
  }

  static Triplets of(Pairs pairs) {
    return from(pairs, (_, _, _) -> true);
  }

  private static Triplets from(Pairs pairs, Choice choice) {
    Triplets triplets = new Triplets(pairs.rows(), pairs.columns());
    for (int anchor = 0; anchor < pairs.rows(); anchor++) {
      for (int positive = 0; positive < pairs.columns(); positive++) {
        if (pairs.positive(anchor, positive)) {
          triplets.addNegatives(pairs, anchor, positive, choice);
        }
      }
    }
    return triplets;
  }

  private void addNegatives(Pairs pairs, int anchor, int positive, Choice choice) {
    for (int negative = 0; negative < columns; negative++) {
      if (pairs.negative(anchor, negative) && choice.keeps(anchor, positive, negative)) {
        add(anchor, positive, negative);
      }
    }
  }

  void add(int anchor, int positive, int negative) {
    if (used + 3 > members.length) {
      members = Arrays.copyOf(members, 2 * members.length);
    }
    members[used++] = anchor;
    members[used++] = positive;
    members[used++] = negative;
  }

  public int size() {
    return used / 3;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  public void forEach(Visitor visitor) {
    for (int i = 0; i < used; i += 3) {
      visitor.see(members[i], members[i + 1], members[i + 2]);
    }
  }

  /// The entries (anchor, positive) of a `[rows, columns]` matrix: `[size]`, differentiable.
  public NDArray anchorPositive(NDArray matrix) {
    return entries(matrix, 1);
  }

  /// The entries (anchor, negative) of a `[rows, columns]` matrix: `[size]`, differentiable.
  public NDArray anchorNegative(NDArray matrix) {
    return entries(matrix, 2);
  }

  private NDArray entries(NDArray matrix, int member) {
    long[] index = new long[size()];
    for (int i = 0; i < index.length; i++) {
      index[i] = (long) members[3 * i] * columns + members[3 * i + member];
    }
    return matrix.flatten().gather(Algebra.places(matrix, index), 0);
  }

  @Override
  public Pairs pairs() {
    return Pairs.of(this);
  }

  @Override
  public Triplets triplets() {
    return this;
  }
}
