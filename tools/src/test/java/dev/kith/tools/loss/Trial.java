package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Draws;
import dev.kith.tools.loss.batch.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A loss on one small batch: its value, and its gradients by the chain rule and by differences.
final class Trial {
  static final int DIMENSION = 5;

  private final Loss loss;
  private final Labels labels;
  private final DataType type;
  private final List<double[]> inputs = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();

  /// What a loss gave.
  record Outcome(double loss, List<List<Double>> gradients, long terms, long nonZero) {
    boolean isFinite() {
      return Double.isFinite(loss)
          && gradients.stream().flatMap(List::stream).allMatch(Double::isFinite);
    }

    boolean isZero() {
      return loss == 0 && gradients.stream().flatMap(List::stream).allMatch(g -> g == 0);
    }
  }

  Trial(String name, Map<String, ?> params, Labels labels, double[] embeddings, DataType type) {
    int classes = labels.stream().max().orElse(0) + 1;
    this.loss = Losses.create(name, params, new Setting(DIMENSION, classes, 7));
    this.labels = labels;
    this.type = type;
    inputs.add(embeddings);
    shapes.add(new Shape(labels.size(), DIMENSION));
    try (NDManager manager = Torch.manager()) {
      for (NDArray weight : Weight.allocate(loss.weights(), manager, DataType.FLOAT64, 3)) {
        inputs.add(weight.toDoubleArray());
        shapes.add(weight.getShape());
      }
    }
  }

  static double[] normal(int rows, long seed) {
    RandomGenerator random = new Draws(seed).at(0);
    double[] values = new double[rows * DIMENSION];
    Arrays.setAll(values, _ -> random.nextGaussian());
    return values;
  }

  Outcome outcome() {
    return outcome(inputs);
  }

  private Outcome outcome(List<double[]> values) {
    try (NDManager manager = Torch.manager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDList arrays = arrays(manager, values);
      arrays.forEach(array -> array.setRequiresGradient(true));
      LossValue value = value(arrays);
      collector.backward(value.loss());
      List<List<Double>> gradients =
          arrays.stream().map(array -> numbers(array.getGradient())).toList();
      return new Outcome(value.number(), gradients, value.terms(), value.nonZero());
    }
  }

  private NDList arrays(NDManager manager, List<double[]> values) {
    NDList arrays = new NDList();
    for (int i = 0; i < values.size(); i++) {
      arrays.add(manager.create(values.get(i), shapes.get(i)).toType(type, true));
    }
    return arrays;
  }

  private LossValue value(NDList arrays) {
    return loss.value(Batch.of(arrays.get(0), labels), arrays.subNDList(1));
  }

  private static List<Double> numbers(NDArray array) {
    return Arrays.stream(array.toType(DataType.FLOAT64, false).toDoubleArray()).boxed().toList();
  }

  /// The largest difference between the gradients and central differences of step `h`, at no more
  /// than 20 places of each input.
  double gradientError(double h) {
    Outcome outcome = outcome();
    double worst = 0;
    for (int input = 0; input < inputs.size(); input++) {
      int stride = Math.ceilDiv(inputs.get(input).length, 20);
      for (int i = 0; i < inputs.get(input).length; i += stride) {
        double slope = (moved(input, i, h) - moved(input, i, -h)) / (2 * h);
        worst = Math.max(worst, Math.abs(slope - outcome.gradients().get(input).get(i)));
      }
    }
    return worst;
  }

  private double moved(int input, int place, double by) {
    List<double[]> values = new ArrayList<>(inputs);
    double[] changed = values.get(input).clone();
    changed[place] += by;
    values.set(input, changed);
    try (NDManager manager = Torch.manager()) {
      return value(arrays(manager, values)).number();
    }
  }
}
