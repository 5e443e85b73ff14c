package dev.kith.gallery.lucene.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Queries for [Panels], interleaved by fours. Immutable; thread-safe.
public final class Fours {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int count;
  private final float[] numbers;

  private Fours(int count, float[] numbers) {
    this.count = count;
    this.numbers = numbers;
  }

  /// Copies queries of one length; a few thousand at a time stay in the cache.
  public static Fours of(List<float[]> queries, int dimension) {
    int width = Tile.QUERIES;
    int blocks = (queries.size() + width - 1) / width;
    float[] numbers = new float[Math.multiplyExact(blocks * width, dimension)];
    for (int i = 0; i < blocks; i++) {
      List<float[]> four = queries.subList(i * width, Math.min(queries.size(), (i + 1) * width));
      System.arraycopy(
          interleaved(four, width, dimension),
          0,
          numbers,
          i * width * dimension,
          width * dimension);
    }
    return new Fours(queries.size(), numbers);
  }

  /// Copies neighbouring rows of little-endian floats that lie in memory without gaps.
  public static Fours of(MemorySegment rows, long first, int count, int dimension) {
    int width = Tile.QUERIES;
    float[] numbers = new float[(count + width - 1) / width * width * dimension];
    float[] row = new float[dimension];
    for (int i = 0; i < count; i++) {
      long at = (first + i) * dimension * Float.BYTES;
      MemorySegment.copy(rows, FLOAT, at, row, 0, dimension);
      int begin = i / width * width * dimension + i % width;
      for (int j = 0; j < dimension; j++) {
        numbers[begin + j * width] = row[j];
      }
    }
    return new Fours(count, numbers);
  }

  /// The first number of each vector, then the second of each, with zeros for those missing.
  static float[] interleaved(List<float[]> vectors, int width, int dimension) {
    float[] numbers = new float[width * dimension];
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.get(i);
      for (int j = 0; j < dimension; j++) {
        numbers[j * width + i] = vector[j];
      }
    }
    return numbers;
  }

  int count() {
    return count;
  }

  float[] numbers() {
    return numbers;
  }
}
