package dev.kith.tools.loss.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;

/// The distances from each row of a batch to each column: the batch itself, then what is
/// remembered.
///
/// Row i and column i are the same sample, and never a pair. Lives as long as the batch's manager;
/// one thread.
public final class Pairwise {
  private final Batch batch;
  private final Distance distance;
  private final Labels labels;
  private final Labels columnLabels;
  private final NDArray matrix;
  private double @Nullable [] onHost;

  public Pairwise(Batch batch, Distance distance) {
    this.batch = batch;
    this.distance = distance;
    this.labels = batch.labels();
    this.columnLabels = batch.columnLabels();
    this.matrix = distance.between(batch.embeddings(), batch.columns());
  }

  /// The same rows and columns, measured otherwise.
  public Pairwise in(Distance other) {
    return other == distance ? this : new Pairwise(batch, other);
  }

  /// Every column against every column.
  public Pairwise amongColumns() {
    return batch.memory().isEmpty()
        ? this
        : new Pairwise(Batch.of(batch.columns(), columnLabels), distance);
  }

  /// The number of dimensions of the embeddings.
  public int dimension() {
    return Math.toIntExact(batch.embeddings().size(1));
  }

  /// Distances `[rows, columns]`, differentiable.
  public NDArray matrix() {
    return matrix;
  }

  public int rows() {
    return labels.size();
  }

  public int columns() {
    return columnLabels.size();
  }

  /// Whether they are two samples of one class.
  public boolean same(int row, int column) {
    return row != column && labels.at(row) == columnLabels.at(column);
  }

  public boolean different(int row, int column) {
    return labels.at(row) != columnLabels.at(column);
  }

  /// The distance as a number.
  public double at(int row, int column) {
    if (onHost == null) {
      onHost = matrix.toType(DataType.FLOAT64, false).toDoubleArray();
    }
    return onHost[row * columns() + column];
  }
}
