package dev.kith.tools.bench.ann;

import java.util.SplittableRandom;

/// Identity-like vectors: identities in a space of low intrinsic dimension, samples scattered
/// around them. Immutable and thread-safe; what is drawn follows from the source that is handed in.
final class Identities {
  /// Dimensions that identities really differ in: see the README of published face embeddings'
  /// intrinsic dimension, about 12 to 30 (Gong, Boddeti and Jain 2019).
  private static final int INTRINSIC = 28;

  private static final double SPREAD = 0.5;
  private static final double NOISE = 0.02;

  private final double[][] basis;

  /// Draws how the intrinsic dimensions lie in the vectors'.
  Identities(SplittableRandom random, int dimension) {
    basis = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      basis[i] = gaussians(random);
    }
  }

  /// Somebody new.
  double[] identity(SplittableRandom random) {
    return gaussians(random);
  }

  private static double[] gaussians(SplittableRandom random) {
    double[] values = new double[INTRINSIC];
    for (int i = 0; i < INTRINSIC; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  /// A vector of somebody, of no length in particular.
  float[] sample(SplittableRandom random, double[] identity) {
    double[] place = new double[INTRINSIC];
    for (int i = 0; i < INTRINSIC; i++) {
      place[i] = identity[i] + SPREAD * random.nextGaussian();
    }
    float[] sample = new float[basis.length];
    for (int i = 0; i < sample.length; i++) {
      double sum = NOISE * random.nextGaussian();
      for (int j = 0; j < INTRINSIC; j++) {
        sum += basis[i][j] * place[j];
      }
      sample[i] = (float) sum;
    }
    return sample;
  }
}
