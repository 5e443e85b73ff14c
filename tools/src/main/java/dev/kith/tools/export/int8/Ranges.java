package dev.kith.tools.export.int8;

import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.OnnxRun;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.onnx.GraphProto;
import dev.kith.tools.export.onnx.TensorProto;
import dev.kith.tools.export.onnx.TypeProto;
import dev.kith.tools.export.onnx.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Measures what values a model's tensors take on samples. Two passes: how far they go, then how
/// they spread.
final class Ranges {
  private Ranges() {}

  /// @param inputs as the model takes them, one after another
  static Map<String, Range> measure(OnnxFile model, Set<String> tensors, List<Tensor> inputs) {
    try (var run = new OnnxRun(telling(model, tensors).bytes())) {
      Map<String, Range> widest = new HashMap<>();
      for (Tensor input : inputs) {
        values(run, model, tensors, input)
            .forEach((name, values) -> widest.merge(name, range(values), Range::over));
      }
      Map<String, Histogram> histograms = new HashMap<>();
      widest.forEach((name, range) -> histograms.put(name, new Histogram(range)));
      for (Tensor input : inputs) {
        var values = values(run, model, tensors, input);
        histograms.forEach((name, histogram) -> histogram.add(values.getOrDefault(name, NONE)));
      }
      return histograms.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().best()));
    }
  }

  private static final Tensor NONE = new Tensor(List.of(0), new float[0]);

  /// A model can't give its own input back as an output.
  private static Map<String, Tensor> values(
      OnnxRun run, OnnxFile model, Set<String> tensors, Tensor input) {
    String given = model.input();
    Set<String> inner = new HashSet<>(tensors);
    inner.remove(given);
    Map<String, Tensor> values = new HashMap<>(run.run(input, inner));
    if (tensors.contains(given)) {
      values.put(given, input);
    }
    return values;
  }

  private static Range range(Tensor values) {
    float low = 0;
    float high = 0;
    for (int i = 0; i < values.count(); i++) {
      low = Math.min(low, values.at(i));
      high = Math.max(high, values.at(i));
    }
    return new Range(low, high);
  }

  /// The model with its inner tensors as outputs.
  private static OnnxFile telling(OnnxFile model, Set<String> tensors) {
    GraphProto.Builder graph = model.model().getGraph().toBuilder();
    Set<String> told =
        graph.getOutputList().stream()
            .map(ValueInfoProto::getName)
            .collect(Collectors.toCollection(HashSet::new));
    told.add(model.input());
    tensors.stream()
        .filter(name -> !told.contains(name))
        .sorted()
        .forEach(
            name -> graph.addOutput(ValueInfoProto.newBuilder().setName(name).setType(floats())));
    return new OnnxFile(model.model().toBuilder().setGraph(graph).build());
  }

  private static TypeProto floats() {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))
        .build();
  }
}
