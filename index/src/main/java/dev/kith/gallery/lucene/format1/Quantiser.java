package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Turns floats into signed bytes: times `scale`, rounded, and cut off at [#largest]. That bound is
/// low enough for several products to be added in 16 bits, which is where the speed of code scores
/// comes from; the error of a code score is near 0.0015 at every dimension, and graph search
/// rescores what it finds.
///
/// @param dimension numbers of a row
/// @param scale above 0
record Quantiser(int dimension, float scale) {
  /// Shorts that one register of 512 bits holds; narrower registers add their parts earlier.
  private static final int LANES = 32;

  private static final int SAMPLED_ROWS = 4096;
  private static final double KEPT = 0.9995;

  /// A scale that cuts off one number in 2,000.
  ///
  /// @param rows at least one row
  static Quantiser of(FloatRows rows) {
    int step = Math.max(1, rows.size() / SAMPLED_ROWS);
    int sampled = (rows.size() + step - 1) / step;
    float[] sizes = new float[sampled * rows.dimension()];
    float[] row = new float[rows.dimension()];
    for (int i = 0; i < sampled; i++) {
      rows.read(i * step, row);
      for (int j = 0; j < row.length; j++) {
        sizes[i * row.length + j] = Math.abs(row[j]);
      }
    }
    Arrays.sort(sizes);
    float bound = sizes[(int) ((sizes.length - 1) * KEPT)];
    return new Quantiser(
        rows.dimension(), largest(rows.dimension()) / Math.max(bound, Float.MIN_NORMAL));
  }

  private static int largest(int dimension) {
    int products = Math.max(1, (dimension + LANES - 1) / LANES);
    return (int) Math.min(Byte.MAX_VALUE, Math.sqrt((double) Short.MAX_VALUE / products));
  }

  int largest() {
    return largest(dimension);
  }

  /// Products of two codes that 16 bits can add.
  int products() {
    return Short.MAX_VALUE / (largest() * largest());
  }

  /// Bytes of a row of codes.
  int width() {
    return (dimension + Kernel.LINE - 1) / Kernel.LINE * Kernel.LINE;
  }

  /// @param target gets [#width] shorts
  void encode(float[] row, short[] target) {
    int largest = largest();
    for (int i = 0; i < dimension; i++) {
      target[i] = (short) Math.clamp(Math.round(row[i] * scale), -largest, largest);
    }
    Arrays.fill(target, dimension, target.length, (short) 0);
  }

  /// Codes of the rows from `first` to `last`, the latter excluded.
  void encode(FloatRows rows, int first, int last, MemorySegment target) {
    float[] row = new float[dimension];
    short[] codes = new short[width()];
    byte[] bytes = new byte[width()];
    for (int i = first; i < last; i++) {
      rows.read(i, row);
      encode(row, codes);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) codes[j];
      }
      MemorySegment.copy(
          bytes, 0, target, ValueLayout.JAVA_BYTE, (long) i * bytes.length, bytes.length);
    }
  }
}
