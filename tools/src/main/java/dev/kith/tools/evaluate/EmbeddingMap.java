package dev.kith.tools.evaluate;

import java.util.List;

/// Rows brought to a plane by their two principal components (power iteration).
final class EmbeddingMap {
  private static final int ROUNDS = 60;

  private EmbeddingMap() {}

  /// @param rows of `all` to place
  /// @return x and y of each
  static double[][] of(Embeddings all, List<Integer> rows) {
    int d = all.dimension();
    double[][] centred = new double[rows.size()][];
    double[] mean = new double[d];
    for (int i = 0; i < rows.size(); i++) {
      centred[i] = all.row(rows.get(i));
      for (int j = 0; j < d; j++) {
        mean[j] += centred[i][j] / rows.size();
      }
    }
    for (double[] row : centred) {
      for (int j = 0; j < d; j++) {
        row[j] -= mean[j];
      }
    }
    double[] first = component(centred, d);
    double[] xs = project(centred, first);
    for (int i = 0; i < centred.length; i++) {
      for (int j = 0; j < d; j++) {
        centred[i][j] -= xs[i] * first[j];
      }
    }
    return new double[][] {xs, project(centred, component(centred, d))};
  }

  private static double[] project(double[][] rows, double[] axis) {
    double[] places = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < axis.length; j++) {
        places[i] += rows[i][j] * axis[j];
      }
    }
    return places;
  }

  private static double[] component(double[][] rows, int d) {
    double[] axis = new double[d];
    for (int j = 0; j < d; j++) {
      axis[j] = 1.0 / (1 + j);
    }
    for (int round = 0; round < ROUNDS; round++) {
      double[] places = project(rows, axis);
      double[] next = new double[d];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < d; j++) {
          next[j] += places[i] * rows[i][j];
        }
      }
      double length = 0;
      for (double each : next) {
        length += each * each;
      }
      for (int j = 0; j < d; j++) {
        axis[j] = next[j] / Math.max(Math.sqrt(length), 1e-30);
      }
    }
    return axis;
  }
}
