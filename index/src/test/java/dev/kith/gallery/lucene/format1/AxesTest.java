package dev.kith.gallery.lucene.format1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AxesTest {
  /// Unit rows, mixed of as many random directions as there are weights above 0.
  private static FloatRows rows(
      Arena memory, int size, int dimension, IntToDoubleFunction weight, Random random) {
    double[][] directions = new double[dimension][];
    for (int i = 0; i < dimension && weight.applyAsDouble(i) > 0; i++) {
      directions[i] = random.doubles(dimension, -1, 1).toArray();
    }
    MemorySegment rows = memory.allocate((long) size * dimension * Float.BYTES, 64);
    for (int row = 0; row < size; row++) {
      double[] mixed = new double[dimension];
      for (int i = 0; i < dimension && directions[i] != null; i++) {
        double part = random.nextGaussian() * weight.applyAsDouble(i);
        for (int j = 0; j < dimension; j++) {
          mixed[j] += part * directions[i][j];
        }
      }
      double squares = 0;
      for (double number : mixed) {
        squares += number * number;
      }
      for (int j = 0; j < dimension; j++) {
        float number = (float) (mixed[j] / Math.sqrt(squares));
        rows.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * dimension + j, number);
      }
    }
    return new FloatRows(rows, size, dimension);
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// The largest difference between a product of two rows and that of their parts along the axes.
  private static double lost(FloatRows rows, Axes axes) {
    float[][] whole = new float[50][rows.dimension()];
    float[][] along = new float[50][axes.count()];
    double lost = 0;
    for (int i = 0; i < whole.length; i++) {
      rows.read(i, whole[i]);
      axes.project(whole[i], along[i]);
      for (int j = 0; j <= i; j++) {
        lost = Math.max(lost, Math.abs(dot(whole[i], whole[j]) - dot(along[i], along[j])));
      }
    }
    return lost;
  }

  @Test
  void rowsOfFewDirectionsKeepTheirProductsOnSixtyFourAxes() {
    try (Arena memory = Arena.ofConfined()) {
      FloatRows rows = rows(memory, 3_000, 200, i -> i < 28 ? 1 : 0, new Random(1));
      Axes axes = Objects.requireNonNull(Axes.of(rows));
      assertThat(axes.count()).isEqualTo(64);
      assertThat(lost(rows, axes)).isLessThan(1e-5);
    }
  }

  @Test
  void rowsWhoseDirectionsFadeTakeAsManyAxesAsKeepThem() {
    try (Arena memory = Arena.ofConfined()) {
      FloatRows rows = rows(memory, 3_000, 300, i -> Math.pow(0.97, i), new Random(2));
      Axes axes = Objects.requireNonNull(Axes.of(rows));
      assertThat(axes.count()).isEqualTo(128);
      assertThat(lost(rows, axes)).isLessThan(0.01);
    }
  }

  @Test
  void axesAreOrthonormal() {
    try (Arena memory = Arena.ofConfined()) {
      FloatRows rows = rows(memory, 3_000, 200, i -> i < 28 ? 1 : 0, new Random(3));
      Axes axes = Objects.requireNonNull(Axes.of(rows));
      for (int a = 0; a < axes.count(); a++) {
        for (int b = 0; b <= a; b++) {
          double product = 0;
          for (int i = 0; i < axes.dimension(); i++) {
            product += axes.numbers()[i * 64 + a] * axes.numbers()[i * 64 + b];
          }
          assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-5));
        }
      }
    }
  }

  @Test
  void rowsThatFillAllDirectionsOrNoneHaveNoAxes() {
    try (Arena memory = Arena.ofConfined()) {
      assertThat(Axes.of(rows(memory, 3_000, 128, _ -> 1, new Random(4)))).isNull();
      assertThat(Axes.of(rows(memory, 3_000, 100, _ -> 1, new Random(4)))).isNull();
      MemorySegment zeros = memory.allocate(3_000 * 128 * Float.BYTES, 64);
      assertThat(Axes.of(new FloatRows(zeros, 3_000, 128))).isNull();
    }
  }

  @Test
  void equalRowsLieOnOneAxis() {
    try (Arena memory = Arena.ofConfined()) {
      FloatRows one = rows(memory, 1, 128, i -> i < 28 ? 1 : 0, new Random(5));
      MemorySegment many = memory.allocate(3_000 * 128 * Float.BYTES, 64);
      for (int row = 0; row < 3_000; row++) {
        MemorySegment.copy(one.memory(), 0, many, row * 128L * Float.BYTES, 128 * Float.BYTES);
      }
      FloatRows rows = new FloatRows(many, 3_000, 128);
      Axes axes = Objects.requireNonNull(Axes.of(rows));
      assertThat(lost(rows, axes)).isLessThan(1e-5);
    }
  }

  @Test
  void aGraphOverAxesFindsWhatAScanFinds() throws IOException {
    Random random = new Random(6);
    try (Arena memory = Arena.ofShared()) {
      FloatRows all = rows(memory, 12_100, 160, i -> i < 24 ? 1 : 0, random);
      FloatRows rows = new FloatRows(all.memory(), 12_000, 160);
      float[][] queries = new float[100][160];
      for (int i = 0; i < queries.length; i++) {
        all.read(12_000 + i, queries[i]);
      }
      Graph graph = new GraphBuilder(rows, null, new Parallel(2, () -> {})).build(memory, 1);
      assertThat(graph.quantiser().width()).isEqualTo(64);
      assertThat(GraphTest.recall(rows, graph, 128, queries)).isGreaterThan(0.95);
    }
  }
}
