package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Draws;
import dev.kith.tools.loss.batch.Labels;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Free embeddings that follow a loss's gradients find their classes.
class DescentTest {
  private static final int ROWS = 24;
  private static final int DIMENSION = 8;
  private static final Labels LABELS =
      Labels.of(IntStream.range(0, ROWS).map(row -> row % 12).toArray());

  static Collection<String> names() {
    // smooth_ap reproduces a reference that takes the wrong rows for positives
    return Losses.names().stream().filter(name -> !name.equals("smooth_ap")).toList();
  }

  /// With one centre a class: two samples at two centres of their class are right for such a loss.
  private static Map<String, ?> params(String name) {
    return switch (name) {
      case "subcenter_arcface" -> Map.of("sub_centers", 1);
      case "soft_triple" -> Map.of("centers_per_class", 1);
      default -> Map.of();
    };
  }

  @ParameterizedTest
  @MethodSource("names")
  void classesComeTogether(String name) {
    Loss loss = Losses.create(name, params(name), new Setting(DIMENSION, 12, 1));
    try (NDManager manager = Torch.manager()) {
      NDList learned = new NDList(start(manager));
      learned.addAll(Weight.allocate(loss.weights(), manager, DataType.FLOAT64, 1));
      learned.forEach(array -> array.setRequiresGradient(true));
      double before = nearestIsOfTheSameClass(learned.get(0));
      for (int step = 0; step < 100; step++) {
        follow(loss, learned, manager, step);
      }
      assertThat(before).isLessThan(0.2);
      assertThat(nearestIsOfTheSameClass(learned.get(0))).isGreaterThan(0.5);
    }
  }

  private static NDArray start(NDManager manager) {
    RandomGenerator random = new Draws(3).at(0);
    double[] values = new double[ROWS * DIMENSION];
    Arrays.setAll(values, _ -> random.nextGaussian());
    return manager.create(values, new Shape(ROWS, DIMENSION));
  }

  /// A step along the gradient, of the same length for every loss.
  private static void follow(Loss loss, NDList learned, NDManager manager, long step) {
    try (NDManager local = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray embeddings =
          local.zeros(learned.get(0).getShape(), DataType.FLOAT64).add(learned.get(0));
      LossValue value = loss.value(Batch.of(embeddings, LABELS).atStep(step), learned.subNDList(1));
      collector.backward(value.loss());
    }
    for (NDArray array : learned) {
      try (NDArray gradient = array.getGradient()) {
        double[] slope = gradient.toDoubleArray();
        double[] now = array.toDoubleArray();
        double length = Math.sqrt(Arrays.stream(slope).map(x -> x * x).average().orElse(0));
        Arrays.setAll(now, i -> length == 0 ? now[i] : now[i] - 0.05 * slope[i] / length);
        array.set(now);
        gradient.subi(gradient);
      }
    }
  }

  private static double nearestIsOfTheSameClass(NDArray embeddings) {
    double[] cosine = Algebra.cosines(embeddings, embeddings).toDoubleArray();
    List<Integer> right =
        IntStream.range(0, ROWS)
            .boxed()
            .filter(row -> LABELS.at(nearest(cosine, row)) == LABELS.at(row))
            .toList();
    return (double) right.size() / ROWS;
  }

  private static int nearest(double[] cosine, int row) {
    return IntStream.range(0, ROWS)
        .filter(other -> other != row)
        .boxed()
        .max((a, b) -> Double.compare(cosine[row * ROWS + a], cosine[row * ROWS + b]))
        .orElseThrow();
  }
}
