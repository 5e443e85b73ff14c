package dev.kith.tools.release;

import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.export.Tensor;
import java.util.List;
import java.util.Random;

/// The directions that embeddings spread in most, by orthogonal iteration: a head that starts with
/// them is, at first, the encoder itself with its least telling directions left out.
final class PrincipalAxes {
  private static final int ROUNDS = 40;

  private PrincipalAxes() {}

  /// @param count at most the embeddings' dimension; all of them are the identity
  /// @return [count, dimension], rows orthonormal
  static Tensor of(Embeddings all, int count) {
    int d = all.dimension();
    double[][] axes = count == d ? identity(d) : leading(spread(all), count);
    var values = new float[count * d];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) axes[i / d][i % d];
    }
    return new Tensor(List.of(count, d), values);
  }

  private static double[][] identity(int d) {
    var rows = new double[d][d];
    for (int i = 0; i < d; i++) {
      rows[i][i] = 1;
    }
    return rows;
  }

  /// Sums of products; not centred, since a cosine isn't either.
  private static double[][] spread(Embeddings all) {
    int d = all.dimension();
    var sums = new double[d][d];
    for (int n = 0; n < all.size(); n++) {
      float[] row = all.values(n);
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          sums[i][j] += row[i] * row[j];
        }
      }
    }
    return sums;
  }

  private static double[][] leading(double[][] spread, int count) {
    int d = spread.length;
    var random = new Random(1);
    var axes = new double[count][d];
    for (double[] axis : axes) {
      for (int i = 0; i < d; i++) {
        axis[i] = random.nextGaussian();
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int k = 0; k < count; k++) {
        axes[k] = times(spread, axes[k]);
        orthonormalise(axes, k);
      }
    }
    return axes;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    var product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static void orthonormalise(double[][] axes, int k) {
    double[] axis = axes[k];
    for (int before = 0; before < k; before++) {
      double along = dot(axis, axes[before]);
      for (int i = 0; i < axis.length; i++) {
        axis[i] -= along * axes[before][i];
      }
    }
    double length = Math.max(Math.sqrt(dot(axis, axis)), 1e-30);
    for (int i = 0; i < axis.length; i++) {
      axis[i] /= length;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
