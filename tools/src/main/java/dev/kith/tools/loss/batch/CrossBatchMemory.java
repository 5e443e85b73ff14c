package dev.kith.tools.loss.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;

/// The embeddings of the last batches, as further columns for pair losses: many more negatives than
/// a batch holds, at hardly any cost.
///
/// Wang et al., Cross-Batch Memory for Embedding Learning, 2020. Embeddings drift fast at first, so
/// until `warmUp` steps are done the memory only fills. Rows are kept as floats on the host, oldest
/// first, and carry no gradient. One thread; [#save] and [#restore] carry it over a checkpoint, bit
/// for bit.
public final class CrossBatchMemory {
  private record Row(Embedding embedding, int label) {}

  /// A row of numbers, which nobody changes.
  private static final class Embedding {
    private final float[] values;

    Embedding(float[] values) {
      this.values = values;
    }
  }

  private final int capacity;
  private final long warmUp;
  private final ArrayDeque<Row> rows = new ArrayDeque<>();

  /// A memory without rows.
  ///
  /// @param capacity how many rows it keeps, at least 1
  /// @param warmUp how many steps pass before it is used
  public CrossBatchMemory(int capacity, long warmUp) {
    if (capacity < 1 || warmUp < 0) {
      throw new IllegalArgumentException(
          "got capacity " + capacity + " and warm-up " + warmUp + ", expected at least 1 and 0");
    }
    this.capacity = capacity;
    this.warmUp = warmUp;
  }

  public int size() {
    return rows.size();
  }

  /// The batch with what is remembered, or as it is while the memory is empty or warms up.
  public Batch extend(Batch batch) {
    if (rows.isEmpty() || batch.step() < warmUp) {
      return batch;
    }
    NDManager manager = batch.manager();
    NDArray embeddings =
        Algebra.owned(manager.create(values(), new Shape(rows.size(), dimension())))
            .toType(batch.embeddings().getDataType(), false);
    return batch.with(new Batch.Remembered(embeddings, labels()));
  }

  /// Takes up the batch's own rows, after its loss was computed, and forgets the oldest beyond
  /// capacity.
  public void remember(Batch batch) {
    float[] values = batch.embeddings().toType(DataType.FLOAT32, false).toFloatArray();
    int dimension = values.length / Math.max(1, batch.size());
    if (!rows.isEmpty() && dimension != dimension()) {
      throw new IllegalArgumentException(
          "got embeddings of " + dimension + " dimensions, expected " + dimension());
    }
    for (int row = 0; row < batch.size(); row++) {
      float[] embedding = Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
      rows.addLast(new Row(new Embedding(embedding), batch.labels().at(row)));
    }
    while (rows.size() > capacity) {
      rows.removeFirst();
    }
  }

  private int dimension() {
    return rows.getFirst().embedding().values.length;
  }

  private float[] values() {
    float[] all = new float[rows.size() * dimension()];
    int at = 0;
    for (Row row : rows) {
      float[] values = row.embedding().values;
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }

  private Labels labels() {
    return Labels.of(rows.stream().mapToInt(Row::label).toArray());
  }

  /// Writes all rows.
  public void save(DataOutput out) throws IOException {
    out.writeInt(rows.size());
    out.writeInt(rows.isEmpty() ? 0 : dimension());
    for (Row row : rows) {
      out.writeInt(row.label());
      for (float value : row.embedding().values) {
        out.writeFloat(value);
      }
    }
  }

  /// Replaces all rows by what [#save] wrote.
  ///
  /// @throws IOException if there are more rows than this memory keeps
  public void restore(DataInput in) throws IOException {
    int count = in.readInt();
    int dimension = in.readInt();
    if (count < 0 || count > capacity || dimension < 0) {
      throw new IOException("got a memory of " + count + " rows, expected at most " + capacity);
    }
    rows.clear();
    for (int row = 0; row < count; row++) {
      int label = in.readInt();
      float[] values = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        values[i] = in.readFloat();
      }
      rows.addLast(new Row(new Embedding(values), label));
    }
  }
}
