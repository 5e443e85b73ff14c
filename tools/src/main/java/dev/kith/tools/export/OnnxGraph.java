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
import dev.kith.tools.export.onnx.TypeProto;
import dev.kith.tools.export.onnx.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes an ONNX graph node by node. Values are known by name; each node has one output, named
/// after the layer that it came from.
final class OnnxGraph {
  static final String INPUT = "input";
  static final String OUTPUT = "embedding";

  /// Opset 18 and IR 8 are read by every ONNX Runtime from 1.14 on.
  private static final int OPSET = 18;

  private static final int IR = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /// Adds a node; gives the name of its output.
  String node(String op, String name, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(name)
            .addAllInput(inputs)
            .addOutput(name)
            .addAllAttribute(Arrays.asList(attributes)));
    return name;
  }

  String weight(String name, Tensor tensor) {
    var proto =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    tensor.shape().forEach(proto::addDims);
    graph.addInitializer(proto.setRawData(ByteString.copyFrom(tensor.bytes())));
    return name;
  }

  /// A constant list of whole numbers, such as axes.
  String numbers(String name, long... values) {
    var proto =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64_VALUE);
    proto.addDims(values.length);
    Arrays.stream(values).forEach(proto::addInt64Data);
    graph.addInitializer(proto);
    return name;
  }

  /// The whole file: `value` becomes the output, the batch stays open.
  ModelProto model(Net net, String value, Map<String, String> metadata) {
    node("Identity", OUTPUT, List.of(value));
    graph.setName("kith");
    graph.addInput(info(INPUT, net.input()));
    graph.addOutput(info(OUTPUT, new Features.Row(net.dimension())));
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

  private static ValueInfoProto info(String name, Features features) {
    var shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
    for (int size : features.sizes()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    var tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape);
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

  static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
