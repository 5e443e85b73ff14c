package dev.kith.tools.evaluate;

import java.util.Arrays;

/// Unit-length rows with a class each. Immutable; reads are cheap and thread-safe.
public final class Embeddings {
  private final int dimension;
  private final float[] rows;
  private final int[] labels;

  /// @param rows n x dimension, any length; copied and normalised
  /// @param labels the class of each row, from 0
  public Embeddings(int dimension, float[] rows, int[] labels) {
    if (dimension < 1 || rows.length != dimension * labels.length) {
      throw new IllegalArgumentException(
          "%d numbers for %d rows of %d".formatted(rows.length, labels.length, dimension));
    }
    this.dimension = dimension;
    this.rows = rows.clone();
    this.labels = labels.clone();
    for (int row = 0; row < labels.length; row++) {
      normalise(row);
    }
  }

  private void normalise(int row) {
    double length = Math.sqrt(dot(row, row));
    for (int i = row * dimension; i < (row + 1) * dimension; i++) {
      rows[i] = (float) (rows[i] / Math.max(length, 1e-12));
    }
  }

  public int dimension() {
    return dimension;
  }

  /// A copy of one row.
  public float[] values(int row) {
    return Arrays.copyOfRange(rows, row * dimension, (row + 1) * dimension);
  }

  /// A copy of one row, wider.
  double[] row(int row) {
    double[] copy = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      copy[i] = rows[row * dimension + i];
    }
    return copy;
  }

  public int size() {
    return labels.length;
  }

  public int label(int row) {
    return labels[row];
  }

  public int classes() {
    int most = -1;
    for (int label : labels) {
      most = Math.max(most, label);
    }
    return most + 1;
  }

  /// The cosine of two rows.
  public float score(int a, int b) {
    return dot(a, b);
  }

  /// The cosine of a row and one of others in as many dimensions.
  public float score(int a, Embeddings others, int b) {
    float sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += rows[a * dimension + i] * others.rows[b * dimension + i];
    }
    return sum;
  }

  private float dot(int a, int b) {
    int p = a * dimension;
    int q = b * dimension;
    // four sums, so that the additions don't wait for each other
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < dimension; i += 4) {
      s0 += rows[p + i] * rows[q + i];
      s1 += rows[p + i + 1] * rows[q + i + 1];
      s2 += rows[p + i + 2] * rows[q + i + 2];
      s3 += rows[p + i + 3] * rows[q + i + 3];
    }
    for (; i < dimension; i++) {
      s0 += rows[p + i] * rows[q + i];
    }
    return s0 + s1 + s2 + s3;
  }
}
