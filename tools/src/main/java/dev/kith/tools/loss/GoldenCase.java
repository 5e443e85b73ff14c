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
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One case of a golden file: inputs, and the loss and gradients that a reference implementation
/// gave.
final class GoldenCase {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode node;

  private GoldenCase(JsonNode node) {
    this.node = node;
  }

  /// The cases of a file.
  ///
  /// @throws IOException if the file can't be read, isn't JSON, or has no `cases`
  static List<GoldenCase> read(Path file) throws IOException {
    JsonNode cases = JSON.readTree(file.toFile()).path("cases");
    if (!cases.isArray()) {
      throw new IOException(file + " has no array `cases`");
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

  /// The largest absolute difference of the loss and of every gradient from the reference's;
  /// infinite where something isn't a number.
  double deviation() {
    Labels labels =
        Labels.of(
            IntStream.range(0, node.path("labels").size())
                .map(i -> node.path("labels").get(i).asInt())
                .toArray());
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
        double worst = distance(value.number(), node.path("loss").asDouble());
        worst = Math.max(worst, distance(embeddings.getGradient(), node.path("grad_embeddings")));
        for (NDArray weight : weights) {
          worst = Math.max(worst, distance(weight.getGradient(), node.path("grad_weights")));
        }
        return worst;
      }
    }
  }

  private Loss loss(Labels labels) {
    int classes = labels.stream().max().orElse(0) + 1;
    int dimension = node.path("embeddings").path(0).size();
    Map<String, ?> params =
        JSON.convertValue(params(), new TypeReference<Map<String, Object>>() {});
    return Losses.create(name(), params, new Setting(dimension, classes, 0));
  }

  private static NDArray parameter(NDManager manager, JsonNode rows) {
    double[][] values = new double[rows.size()][];
    for (int row = 0; row < values.length; row++) {
      values[row] = numbers(rows.get(row));
    }
    NDArray array = manager.create(flat(values), new Shape(values.length, values[0].length));
    array.setRequiresGradient(true);
    return array;
  }

  private static double[] numbers(JsonNode row) {
    return IntStream.range(0, row.size()).mapToDouble(i -> row.get(i).asDouble()).toArray();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double distance(NDArray got, JsonNode expected) {
    double[] values = got.toType(DataType.FLOAT64, false).toDoubleArray();
    double worst = 0;
    int at = 0;
    for (JsonNode row : expected) {
      for (JsonNode number : row) {
        worst = Math.max(worst, distance(values[at++], number.asDouble()));
      }
    }
    return at == values.length ? worst : Double.POSITIVE_INFINITY;
  }

  private static double distance(double got, double expected) {
    double distance = Math.abs(got - expected);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
