package dev.kith.tools.export;

import com.google.protobuf.ByteString;
import dev.kith.tools.export.onnx.AttributeProto;
import dev.kith.tools.export.onnx.GraphProto;
import dev.kith.tools.export.onnx.ModelProto;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.OperatorSetIdProto;
import dev.kith.tools.export.onnx.StringStringEntryProto;
import dev.kith.tools.export.onnx.TensorProto;
import dev.kith.tools.export.onnx.TensorShapeProto;
import dev.kith.tools.export.onnx.TensorShapeProto.Dimension;
import dev.kith.tools.export.onnx.TypeProto;
import dev.kith.tools.export.onnx.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes an ONNX graph node by node, a new one or behind the nodes of another. Values are known by
/// name; each node has one output, named after the layer that it came from.
final class OnnxGraph {
  static final String INPUT = "input";
  static final String OUTPUT = "embedding";

  /// Opset 18 and IR 8 are read by every ONNX Runtime from 1.14 on.
  private static final int OPSET = 18;

  private static final int IR = 8;

  /// From here on constants need not be inputs, too.
  private static final int CONSTANTS_ALONE = 4;

  private static final Dimension OPEN = Dimension.newBuilder().setDimParam("n").build();

  /// From here on a reduction takes its axes as an input.
  private static final int AXES_AS_INPUT = 18;

  private final GraphProto.Builder graph;
  private final long opset;
  private final String prefix;

  private OnnxGraph(GraphProto.Builder graph, long opset, String prefix) {
    this.graph = graph;
    this.opset = opset;
    this.prefix = prefix;
  }

  static OnnxGraph fresh() {
    return new OnnxGraph(GraphProto.newBuilder().setName("kith"), OPSET, "");
  }

  /// @param prefix of every new name
  static OnnxGraph behind(OnnxFile base, String prefix) {
    return new OnnxGraph(base.model().getGraph().toBuilder(), base.opset(), prefix);
  }

  /// Adds a node; gives the name of its output.
  String node(String op, String name, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(prefix + name)
            .addAllInput(inputs)
            .addOutput(prefix + name)
            .addAllAttribute(Arrays.asList(attributes)));
    return prefix + name;
  }

  /// The Euclidean length of each row.
  String lengths(String name, String rows) {
    return opset >= AXES_AS_INPUT
        ? node("ReduceL2", name, List.of(rows, numbers(name + ".axes", 1)))
        : node("ReduceL2", name, List.of(rows), ints("axes", 1));
  }

  /// The mean over the first axis, which is gone then. Not for models from elsewhere, whose opset
  /// may be older.
  String mean(String name, String value) {
    var inputs = List.of(value, numbers(name + ".axes", 0));
    return node("ReduceMean", name, inputs, number("keepdims", 0));
  }

  String weight(String unprefixed, Tensor tensor) {
    String name = prefix + unprefixed;
    var proto =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    tensor.shape().forEach(proto::addDims);
    graph.addInitializer(proto.setRawData(ByteString.copyFrom(tensor.bytes())));
    return name;
  }

  /// A constant list of whole numbers, such as axes.
  String numbers(String unprefixed, long... values) {
    String name = prefix + unprefixed;
    var proto =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64_VALUE);
    proto.addDims(values.length);
    Arrays.stream(values).forEach(proto::addInt64Data);
    graph.addInitializer(proto);
    return name;
  }

  /// The value becomes the embedding.
  void end(String value) {
    node("Identity", OUTPUT, List.of(value));
  }

  /// The whole file; the batch stays open.
  ModelProto model(Net net, Map<String, String> metadata) {
    graph.addInput(info(INPUT, OPEN, net.input()));
    graph.addOutput(info(OUTPUT, OPEN, new Features.Row(net.dimension())));
    var model =
        ModelProto.newBuilder()
            .setIrVersion(IR)
            .setProducerName("kith")
            .setGraph(graph)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET));
    new TreeMap<>(metadata)
        .forEach((key, text) ->
            model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
    return model.build();
  }

  /// The base with this graph, which gives the net's rows alone; the batch is as the base has it.
  ModelProto replacing(OnnxFile base, Net net) {
    var row = new Features.Row(net.dimension());
    graph.clearOutput().addOutput(info(prefix + OUTPUT, base.batch(), row));
    if (base.model().getIrVersion() < CONSTANTS_ALONE) {
      int before = base.model().getGraph().getInitializerCount();
      graph.getInitializerList().stream().skip(before).forEach(each -> graph.addInput(info(each)));
    }
    return base.model().toBuilder().setGraph(graph).build();
  }

  private static ValueInfoProto info(TensorProto constant) {
    var shape = TensorShapeProto.newBuilder();
    constant.getDimsList().forEach(size -> shape.addDim(Dimension.newBuilder().setDimValue(size)));
    return info(constant.getName(), constant.getDataType(), shape);
  }

  private static ValueInfoProto info(String name, Dimension batch, Features features) {
    var shape = TensorShapeProto.newBuilder().addDim(batch);
    features.sizes().forEach(size -> shape.addDim(Dimension.newBuilder().setDimValue(size)));
    return info(name, TensorProto.DataType.FLOAT_VALUE, shape);
  }

  private static ValueInfoProto info(String name, int type, TensorShapeProto.Builder shape) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static AttributeProto ints(String name, long... values) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto word(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
