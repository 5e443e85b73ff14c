package dev.kith.tools.export.int8;

import com.google.protobuf.ByteString;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.onnx.AttributeProto;
import dev.kith.tools.export.onnx.GraphProto;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a plan into the graph: behind each rounded tensor a QuantizeLinear and a DequantizeLinear
/// that all consumers take instead of it, and whole numbers in place of the weights.
final class Rounding {
  private final OnnxFile model;
  private final Plan plan;
  private final Map<String, Range> ranges;
  private final GraphProto.Builder graph;

  Rounding(OnnxFile model, Plan plan, Map<String, Range> ranges) {
    this.model = model;
    this.plan = plan;
    this.ranges = ranges;
    this.graph = model.model().getGraph().toBuilder().clearNode();
  }

  OnnxFile apply() {
    round(model.input());
    for (NodeProto node : model.model().getGraph().getNodeList()) {
      graph.addNode(plan.isWeighted(node) ? weighted(node) : rewired(node).build());
      node.getOutputList().forEach(this::round);
    }
    dropUnused();
    return new OnnxFile(model.model().toBuilder().setGraph(graph).build());
  }

  private void round(String tensor) {
    plan.valuesOf(tensor)
        .ifPresent(like -> {
          Range range = range(like);
          String scale = floats(tensor + ".scale", List.of(), range.scale());
          String zero =
              bytes(tensor + ".zero", TensorProto.DataType.UINT8_VALUE, List.of(), range.zero());
          node("QuantizeLinear", tensor + ".rounded", List.of(tensor, scale, zero));
          node("DequantizeLinear", tensor + ".again", List.of(tensor + ".rounded", scale, zero));
        });
  }

  private Range range(String tensor) {
    var range = ranges.get(tensor);
    if (range == null) {
      throw new IllegalStateException("tensor " + tensor + " was not measured");
    }
    return range;
  }

  private NodeProto.Builder rewired(NodeProto node) {
    var rewired = node.toBuilder().clearInput();
    node.getInputList()
        .forEach(
            input -> rewired.addInput(plan.valuesOf(input).isPresent() ? input + ".again" : input));
    return rewired;
  }

  private NodeProto weighted(NodeProto node) {
    var weight = tensor(plan.constant(node.getInput(1)));
    boolean firstAxis = node.getOpType().equals("Conv") || Plan.number(node, "transB") == 1;
    float input = range(plan.valuesOf(node.getInput(0)).orElseThrow()).scale();
    Tensor bias =
        node.getInputCount() > 2 ? tensor(plan.constant(node.getInput(2))) : Channels.NO_BIAS;
    var channels = Channels.of(weight, firstAxis ? 0 : 1, input, bias);
    String name = node.getOutput(0);
    var rewired = rewired(node);
    rewired.setInput(1, weight(name + ".weight", weight, channels));
    if (node.getInputCount() > 2) {
      rewired.setInput(2, bias(name + ".bias", channels));
    }
    return rewired.build();
  }

  private String weight(String name, Tensor weight, Channels channels) {
    int n = channels.count();
    String values =
        bytes(name, TensorProto.DataType.INT8_VALUE, weight.shape(), channels.weights(weight));
    String scale = floats(name + ".scale", List.of(n), channels.scales());
    String zero = bytes(name + ".zero", TensorProto.DataType.INT8_VALUE, List.of(n), new int[n]);
    return node(
        "DequantizeLinear", name + ".again", List.of(values, scale, zero), axis(channels.axis()));
  }

  private String bias(String name, Channels channels) {
    int n = channels.count();
    String values = ints(name, List.of(n), channels.biases());
    String scale = floats(name + ".scale", List.of(n), channels.biasScales());
    String zero = ints(name + ".zero", List.of(n), new int[n]);
    return node("DequantizeLinear", name + ".again", List.of(values, scale, zero), axis(0));
  }

  private static AttributeProto axis(int axis) {
    return AttributeProto.newBuilder()
        .setName("axis")
        .setType(AttributeProto.AttributeType.INT)
        .setI(axis)
        .build();
  }

  private String node(String op, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  private String floats(String name, List<Integer> shape, float... values) {
    return constant(
        name,
        TensorProto.DataType.FLOAT_VALUE,
        shape,
        new Tensor(List.of(values.length), values).bytes());
  }

  private String bytes(String name, int type, List<Integer> shape, int... values) {
    var raw = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      raw[i] = (byte) values[i];
    }
    return constant(name, type, shape, raw);
  }

  private String ints(String name, List<Integer> shape, int... values) {
    var raw = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asIntBuffer().put(values);
    return constant(name, TensorProto.DataType.INT32_VALUE, shape, raw.array());
  }

  private String constant(String name, int type, List<Integer> shape, byte[] raw) {
    var tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    shape.forEach(tensor::addDims);
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(raw)));
    return name;
  }

  private static Tensor tensor(TensorProto constant) {
    List<Integer> shape = constant.getDimsList().stream().map(Math::toIntExact).toList();
    int count = shape.stream().reduce(1, Math::multiplyExact);
    var values = new float[count];
    if (constant.getRawData().isEmpty()) {
      for (int i = 0; i < count; i++) {
        values[i] = constant.getFloatData(i);
      }
    } else {
      constant
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    }
    return new Tensor(shape, values);
  }

  /// The float weights are the larger part of the file.
  private void dropUnused() {
    Set<String> used = new HashSet<>();
    graph.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    var kept =
        new ArrayList<>(
            graph.getInitializerList().stream()
                .filter(each -> used.contains(each.getName()))
                .collect(Collectors.toList()));
    graph.clearInitializer().addAllInitializer(kept);
  }
}
