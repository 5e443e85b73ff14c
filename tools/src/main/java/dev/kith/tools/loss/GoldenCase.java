package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One case of a golden file: inputs, and the loss and gradients that a reference gave for them.
///
/// A file is `{"cases": [{"loss_name", "params", "embeddings" [n][d], "labels" [n], "loss",
/// "grad_embeddings" [n][d], and for losses that learn something "weights" and "grad_weights"}]}`.
final class GoldenCase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> PARAMS = new TypeReference<>() {};

  private final JsonNode node;

  private GoldenCase(JsonNode node) {
    this.node = node;
  }

  /// The cases of a file.
  ///
  /// @throws IOException if the file can't be read, isn't JSON, or has no `cases`
  static List<GoldenCase> read(Path file) throws IOException {
    JsonNode cases = JSON.readTree(file.toFile()).path("cases");
    if (cases.isEmpty() || !cases.isArray()) {
      throw new IOException("got " + file + " without cases, expected a list of them");
    }
    List<GoldenCase> read = new ArrayList<>();
    cases.forEach(node -> read.add(new GoldenCase(node)));
    return read;
  }

  String name() {
    return node.path("loss_name").asText();
  }

  JsonNode params() {
    return node.path("params");
  }

  /// Computes the case in float64 and compares.
  Verdict judge() {
    try {
      return new Verdict(name(), params(), deviation(), "");
    } catch (IllegalArgumentException e) {
      return new Verdict(
          name(), params(), Double.POSITIVE_INFINITY, String.valueOf(e.getMessage()));
    }
  }

  private double deviation() {
    double[] classes = numbers(node.path("labels"));
    Labels labels =
        Labels.of(IntStream.range(0, classes.length).map(i -> (int) classes[i]).toArray());
    Loss loss = loss(labels);
    try (NDManager manager = Torch.manager()) {
      NDArray embeddings = parameter(manager, node.path("embeddings"));
      NDList weights = new NDList();
      if (!loss.weights().isEmpty()) {
        weights.add(parameter(manager, node.path("weights")));
      }
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        LossValue value = loss.value(Batch.of(embeddings, labels), weights);
        collector.backward(value.loss());
        double worst = distance(value.number(), node.path("loss").asDouble(Double.NaN));
        worst = Math.max(worst, distance(embeddings, node.path("grad_embeddings")));
        for (NDArray weight : weights) {
          worst = Math.max(worst, distance(weight, node.path("grad_weights")));
        }
        return worst;
      }
    }
  }

  private Loss loss(Labels labels) {
    int dimension = node.path("embeddings").path(0).size();
    int classes = labels.stream().max().orElse(0) + 1;
    Map<String, Object> params = JSON.convertValue(params(), PARAMS);
    Loss loss = Losses.create(name(), params, new Setting(dimension, classes, 0));
    long perClass =
        loss.weights().stream().mapToLong(weight -> weight.shape().size()).sum() / classes;
    long given = numbers(node.path("weights")).length;
    if (perClass == 0 || given % perClass != 0 || given / perClass <= classes) {
      return loss;
    }
    // a batch needn't show every class that has weights
    return Losses.create(name(), params, new Setting(dimension, (int) (given / perClass), 0));
  }

  private static NDArray parameter(NDManager manager, JsonNode rows) {
    double[] values = numbers(rows);
    if (values.length == 0 || values.length % rows.size() != 0) {
      throw new IllegalArgumentException(
          "got "
              + values.length
              + " numbers in "
              + rows.size()
              + " rows, expected rows of one length");
    }
    NDArray array =
        Algebra.owned(manager.create(values, new Shape(rows.size(), values.length / rows.size())));
    array.setRequiresGradient(true);
    return array;
  }

  /// All numbers of a list, or of a list of lists, in order.
  private static double[] numbers(JsonNode list) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode item : list) {
      if (item.isArray()) {
        item.forEach(number -> numbers.add(number.asDouble(Double.NaN)));
      } else {
        numbers.add(item.asDouble(Double.NaN));
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The largest distance of the gradient of `input` from the expected one.
  private static double distance(NDArray input, JsonNode expected) {
    double[] got = input.getGradient().toType(DataType.FLOAT64, false).toDoubleArray();
    double[] wanted = numbers(expected);
    if (got.length != wanted.length) {
      return Double.POSITIVE_INFINITY;
    }
    return IntStream.range(0, got.length)
        .mapToDouble(i -> distance(got[i], wanted[i]))
        .max()
        .orElse(0);
  }

  private static double distance(double got, double expected) {
    double distance = Math.abs(got - expected);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
