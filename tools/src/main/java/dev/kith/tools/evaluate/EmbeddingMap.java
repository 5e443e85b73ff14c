package dev.kith.tools.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Rows brought to a plane by their two principal components (power iteration).
public final class EmbeddingMap {
  private static final int ROUNDS = 60;
  private static final int CLASSES = 24;

  private EmbeddingMap() {}

  /// The samples of the first classes, a colour each.
  ///
  /// @param names of the classes
  public static Svg plot(Embeddings all, IntFunction<String> names) {
    List<Integer> rows =
        IntStream.range(0, all.size()).filter(row -> all.label(row) < CLASSES).boxed().toList();
    double[][] places = of(all, rows);
    var svg =
        new Svg(
            bound(places[0], -1), bound(places[0], 1), bound(places[1], -1), bound(places[1], 1));
    for (int i = 0; i < rows.size(); i++) {
      int label = all.label(rows.get(i));
      svg.dot(
          places[0][i],
          places[1][i],
          "hsl(%d 65%% 45%%)".formatted(360 * label / CLASSES),
          Svg.escaped(names.apply(label)));
    }
    return svg;
  }

  private static double bound(double[] values, int sign) {
    return sign * Arrays.stream(values).map(each -> sign * each).max().orElse(0);
  }

  /// @param rows of `all` to place
  /// @return x and y of each
  private static double[][] of(Embeddings all, List<Integer> rows) {
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
