package dev.kith.gallery.lucene.format1;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.jspecify.annotations.Nullable;

/// The directions along which the rows of a segment differ most (principal axes, not centred: dot
/// products shall stay what they are). Encoders leave most of their numbers' directions all but
/// empty, so rows on a few axes rank each other as whole rows do, in a part of the memory.
///
/// Found by subspace iteration (Rutishauser 1970) on a sample, judged on another. Nobody changes
/// axes that were found; thread-safe.
final class Axes {
  /// The share of the rows' squared lengths that axes must keep: what is lost of a dot product is
  /// then near the error of its codes.
  private static final double KEPT = 0.995;

  private static final int FEWEST = 64;
  private static final int MOST = 512;
  private static final int SAMPLED_ROWS = 2048;
  private static final int ITERATIONS = 4;
  private static final long SEED = 42;

  private final int dimension;
  private final int count;
  private final float[] numbers;

  /// @param dimension numbers of a row
  /// @param count of axes
  /// @param numbers for each number of a row its part of each axis, `dimension` times `count`
  Axes(int dimension, int count, float[] numbers) {
    this.dimension = dimension;
    this.count = count;
    this.numbers = numbers;
  }

  int dimension() {
    return dimension;
  }

  int count() {
    return count;
  }

  float[] numbers() {
    return numbers;
  }

  /// The fewest axes, of 64, 128, …, that keep what must be kept.
  ///
  /// @return null when it takes more than half of a row's numbers, or more than 512
  static @Nullable Axes of(FloatRows rows) {
    if (rows.dimension() / 2 < FEWEST) {
      return null;
    }
    float[][] learnt = sample(rows, 0);
    float[][] judged = sample(rows, 1);
    for (int count = FEWEST; count <= Math.min(MOST, rows.dimension() / 2); count *= 2) {
      Axes axes = find(learnt, rows.dimension(), count);
      if (axes.kept(judged) >= KEPT) {
        return axes;
      }
    }
    return null;
  }

  private static float[][] sample(FloatRows rows, int offset) {
    int step = Math.max(2, rows.size() / SAMPLED_ROWS);
    int count = (rows.size() - offset + step - 1) / step;
    float[][] sample = new float[count][rows.dimension()];
    for (int i = 0; i < count; i++) {
      rows.read(offset + i * step, sample[i]);
    }
    return sample;
  }

  private static Axes find(float[][] rows, int dimension, int count) {
    RandomGenerator random = new SplittableRandom(SEED);
    float[] numbers = new float[dimension * count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    Axes axes = new Axes(dimension, count, numbers).straightened();
    float[] along = new float[count];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      float[] next = new float[numbers.length];
      for (float[] row : rows) {
        axes.project(row, along);
        for (int i = 0; i < dimension; i++) {
          add(row[i], along, 0, next, i * count, count);
        }
      }
      axes = new Axes(dimension, count, next).straightened();
    }
    return axes;
  }

  /// The same axes, made orthonormal; where rows don't reach, one points anywhere.
  private Axes straightened() {
    DMatrixRMaj slanted = new DMatrixRMaj(dimension, count);
    for (int i = 0; i < numbers.length; i++) {
      slanted.data[i] = numbers[i];
    }
    QRDecomposition<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.qr(dimension, count);
    decomposition.decompose(slanted);
    double[] straight = decomposition.getQ(null, true).data;
    float[] all = new float[numbers.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) straight[i];
    }
    return new Axes(dimension, count, all);
  }

  /// The share of the rows' squared lengths that lies along the axes.
  private double kept(float[][] rows) {
    double all = 0;
    double kept = 0;
    float[] along = new float[count];
    for (float[] row : rows) {
      project(row, along);
      all += squares(row);
      kept += squares(along);
    }
    return all == 0 ? 0 : kept / all;
  }

  static double squares(float[] numbers) {
    double squares = 0;
    for (float number : numbers) {
      squares += (double) number * number;
    }
    return squares;
  }

  /// @param target gets a row's part along each axis
  void project(float[] row, float[] target) {
    Arrays.fill(target, 0);
    for (int i = 0; i < dimension; i++) {
      add(row[i], numbers, i * count, target, 0, count);
    }
  }

  private static void add(float times, float[] from, int at, float[] to, int into, int count) {
    for (int i = 0; i < count; i++) {
      to[into + i] += times * from[at + i];
    }
  }
}
