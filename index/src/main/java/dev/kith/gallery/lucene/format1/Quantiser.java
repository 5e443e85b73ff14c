package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
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
  private static final double KEPT = 0.9999;

  /// Along axes where few are enough, for rows that are walked among.
  static Quantiser alongAxes(FloatRows rows) {
    return of(rows, Axes.of(rows));
  }

  /// Of all numbers, for rows that are too few for axes to be worth finding.
  static Quantiser ofNumbers(FloatRows rows) {
    return of(rows, null);
  }

  /// A scale that cuts off one number in 10,000: rows that lose part of a number are ranked too
  /// low.
  private static Quantiser of(FloatRows rows, @Nullable Axes axes) {
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
    float bound = sizes.length == 0 ? 0 : sizes[(int) ((sizes.length - 1) * KEPT)];
    return new Quantiser(axes, dimension, largest(dimension) / Math.max(bound, Float.MIN_NORMAL));
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

  /// The numbers of a row that are coded.
  ///
  /// @param along room for [#dimension] numbers
  float[] numbers(float[] row, float[] along) {
    return coded(axes, row, along);
  }

  /// @param numbers those that are coded
  /// @param target gets [#width] shorts
  void encode(float[] numbers, short[] target) {
    int largest = largest();
    for (int i = 0; i < dimension; i++) {
      target[i] = (short) Math.clamp(Math.round(numbers[i] * scale), -largest, largest);
    }
    Arrays.fill(target, dimension, target.length, (short) 0);
  }
}
