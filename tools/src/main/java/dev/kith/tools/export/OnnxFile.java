package dev.kith.tools.export;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kith.tools.export.onnx.GraphProto;
import dev.kith.tools.export.onnx.ModelProto;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.StringStringEntryProto;
import dev.kith.tools.export.onnx.TensorProto;
import dev.kith.tools.export.onnx.TensorShapeProto;
import dev.kith.tools.export.onnx.ValueInfoProto;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An ONNX file from anywhere, to be looked at and extended. Immutable. What Kith has no names for
/// stays in it as it was.
///
/// @param model whole: no tensor lies in another file
public record OnnxFile(ModelProto model) {
  /// @throws OnnxException if these bytes are no model, or not all of it
  public static OnnxFile read(byte[] bytes) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException("not an ONNX file: " + e.getMessage(), e);
    }
    if (model.getGraph().getNodeCount() == 0) {
      throw new OnnxException("not an ONNX file: got no graph, expected one with nodes");
    }
    tensors(model.getGraph())
        .filter(each -> each.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
        .findFirst()
        .ifPresent(OnnxFile::refuseElsewhere);
    return new OnnxFile(model);
  }

  private static void refuseElsewhere(TensorProto tensor) {
    String where =
        tensor.getExternalDataList().stream()
            .filter(each -> each.getKey().equals("location"))
            .map(StringStringEntryProto::getValue)
            .findFirst()
            .orElse("another file");
    throw new OnnxException(
        "the model keeps %s in %s, expected one file that holds everything (save it without external data)"
            .formatted(tensor.getName(), where));
  }

  /// Every constant, those inside of branches and loops too.
  private static Stream<TensorProto> tensors(GraphProto graph) {
    return Stream.concat(
        graph.getInitializerList().stream(),
        graph.getNodeList().stream().flatMap(OnnxFile::tensors));
  }

  private static Stream<TensorProto> tensors(NodeProto node) {
    return node.getAttributeList().stream()
        .flatMap(each ->
            Stream.concat(
                Stream.concat(Stream.of(each.getT()), each.getTensorsList().stream()),
                Stream.concat(Stream.of(each.getG()), each.getGraphsList().stream())
                    .flatMap(OnnxFile::tensors)));
  }

  /// The version of ONNX's own operators.
  public long opset() {
    return model.getOpsetImportList().stream()
        .filter(each -> each.getDomain().isEmpty() || each.getDomain().equals("ai.onnx"))
        .mapToLong(each -> each.getVersion())
        .findFirst()
        .orElse(1);
  }

  /// The name of what it takes: the first input that isn't a constant with a default.
  public String input() {
    return given().getName();
  }

  /// How many samples it takes at once, open or fixed.
  TensorShapeProto.Dimension batch() {
    return given().getType().getTensorType().getShape().getDim(0);
  }

  private ValueInfoProto given() {
    Set<String> constants =
        model.getGraph().getInitializerList().stream()
            .map(TensorProto::getName)
            .collect(Collectors.toSet());
    return model.getGraph().getInputList().stream()
        .filter(each -> !constants.contains(each.getName()))
        .findFirst()
        .orElseThrow(() -> new OnnxException("the model takes no input, expected one"));
  }

  /// The name of what it gives, where it gives several things the first.
  public String output() {
    return model.getGraph().getOutput(0).getName();
  }

  /// What the file says of itself.
  public Map<String, String> metadata() {
    var metadata = new TreeMap<String, String>();
    model.getMetadataPropsList().forEach(each -> metadata.put(each.getKey(), each.getValue()));
    return metadata;
  }

  /// The same file with these words, and no others.
  public OnnxFile saying(Map<String, String> metadata) {
    var changed = model.toBuilder().clearMetadataProps();
    new TreeMap<>(metadata)
        .forEach((key, value) ->
            changed.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxFile(changed.build());
  }

  public byte[] bytes() {
    return model.toByteArray();
  }
}
