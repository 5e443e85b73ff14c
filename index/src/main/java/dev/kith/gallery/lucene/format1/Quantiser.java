package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Turns floats into signed bytes: their part along each axis, or the numbers themselves, times
/// `scale`, rounded, and cut off at [#largest]. That bound is low enough for several products to be
/// added in 16 bits, which is where the speed of code scores comes from; the error of a code score
/// is near 0.0015 at every dimension, more along axes, and graph search rescores what it finds.
///
/// @param axes null where all numbers of a row are coded as they are
/// @param dimension numbers that are coded: those of a row, or its axes
/// @param scale above 0
record Quantiser(@Nullable Axes axes, int dimension, float scale) {
  /// Shorts that one register of 512 bits holds; narrower registers add their parts earlier.
  private static final int LANES = 32;

  private static final int SAMPLED_ROWS = 4096;
  private static final double KEPT = 0.9995;

  /// A scale that cuts off one number in 2,000.
  ///
  /// @param rows at least one row
  static Quantiser of(FloatRows rows) {
    Axes axes = Axes.of(rows);
    int dimension = axes == null ? rows.dimension() : axes.count();
    int step = Math.max(1, rows.size() / SAMPLED_ROWS);
    int sampled = (rows.size() + step - 1) / step;
    float[] sizes = new float[sampled * dimension];
    float[] row = new float[rows.dimension()];
    float[] along = new float[dimension];
    for (int i = 0; i < sampled; i++) {
      rows.read(i * step, row);
      float[] coded = coded(axes, row, along);
      for (int j = 0; j < dimension; j++) {
        sizes[i * dimension + j] = Math.abs(coded[j]);
      }
    }
    Arrays.sort(sizes);
    float bound = sizes[(int) ((sizes.length - 1) * KEPT)];
    return new Quantiser(axes, dimension, largest(dimension) / Math.max(bound, Float.MIN_NORMAL));
  }

  /// All numbers of a row, on a scale that cuts none off.
  static Quantiser uncut(FloatRows rows) {
    float[] row = new float[rows.dimension()];
    float bound = Float.MIN_NORMAL;
    for (int i = 0; i < rows.size(); i++) {
      rows.read(i, row);
      for (float each : row) {
        bound = Math.max(bound, Math.abs(each));
      }
    }
    return new Quantiser(null, row.length, largest(row.length) / bound);
  }

  /// @param along room for a row's part along the axes
  private static float[] coded(@Nullable Axes axes, float[] row, float[] along) {
    if (axes == null) {
      return row;
    }
    axes.project(row, along);
    return along;
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
    encode(row, new float[dimension], target);
  }

  private void encode(float[] row, float[] along, short[] target) {
    int largest = largest();
    float[] coded = coded(axes, row, along);
    for (int i = 0; i < dimension; i++) {
      target[i] = (short) Math.clamp(Math.round(coded[i] * scale), -largest, largest);
    }
    Arrays.fill(target, dimension, target.length, (short) 0);
  }

  /// Codes of the rows from `first` to `last`, the latter excluded.
  void encode(FloatRows rows, int first, int last, MemorySegment target) {
    float[] row = new float[rows.dimension()];
    float[] along = new float[dimension];
    short[] codes = new short[width()];
    byte[] bytes = new byte[width()];
    for (int i = first; i < last; i++) {
      rows.read(i, row);
      encode(row, along, codes);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) codes[j];
      }
      MemorySegment.copy(
          bytes, 0, target, ValueLayout.JAVA_BYTE, (long) i * bytes.length, bytes.length);
    }
  }
}
