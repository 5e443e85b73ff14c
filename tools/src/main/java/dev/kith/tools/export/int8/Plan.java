package dev.kith.tools.export.int8;

import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.onnx.AttributeProto;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.TensorProto;
import dev.kith.tools.export.onnx.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which tensors of a model are rounded, so that ONNX Runtime can compute between them in whole
/// numbers: what goes into a convolution or a linear layer, what comes out of it (behind its
/// rectifier) where the next step takes it rounded too, and both sides of sums and averages. The
/// embedding itself stays as it is.
final class Plan {
  private static final Set<String> RECTIFIERS = Set.of("Relu", "Clip");
  private static final Set<String> JOINING = Set.of("Add", "AveragePool", "GlobalAveragePool");

  /// What these give has the values of what they take.
  private static final Set<String> PASSING =
      Set.of("MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity");

  private final Map<String, TensorProto> constants;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Map<String, String> rounded = new LinkedHashMap<>();

  Plan(OnnxFile model) {
    var graph = model.model().getGraph();
    constants =
        graph.getInitializerList().stream()
            .collect(Collectors.toMap(TensorProto::getName, each -> each, (first, _) -> first));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
      node.getInputList()
          .forEach(input -> consumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node));
    }
    Set<String> outputs =
        graph.getOutputList().stream()
            .map(ValueInfoProto::getName)
            .collect(Collectors.toCollection(HashSet::new));
    for (NodeProto node : graph.getNodeList()) {
      add(node, outputs);
    }
  }

  private void add(NodeProto node, Set<String> outputs) {
    if (!isWhole(node)) {
      return;
    }
    for (String input : activations(node)) {
      round(input);
    }
    String end = end(node);
    if (!outputs.contains(end) && isTakenRounded(end)) {
      round(end);
    }
  }

  /// What it takes that isn't constant.
  private List<String> activations(NodeProto node) {
    return node.getInputList().stream()
        .filter(input -> !input.isEmpty() && !constants.containsKey(input))
        .toList();
  }

  /// Its output, behind the rectifier where there is one.
  private String end(NodeProto node) {
    String output = node.getOutput(0);
    var next = consumers.getOrDefault(output, List.of());
    return next.size() == 1 && RECTIFIERS.contains(next.getFirst().getOpType())
        ? next.getFirst().getOutput(0)
        : output;
  }

  private boolean isTakenRounded(String tensor) {
    return consumers.getOrDefault(tensor, List.of()).stream()
        .anyMatch(node ->
            isWhole(node)
                || (PASSING.contains(node.getOpType()) && isTakenRounded(node.getOutput(0))));
  }

  private void round(String tensor) {
    var producer = producers.get(tensor);
    if (producer != null && PASSING.contains(producer.getOpType())) {
      round(producer.getInput(0));
      rounded.put(tensor, rounded.getOrDefault(producer.getInput(0), producer.getInput(0)));
    } else {
      rounded.putIfAbsent(tensor, tensor);
    }
  }

  /// Whether ONNX Runtime computes it in whole numbers.
  private boolean isWhole(NodeProto node) {
    return isWeighted(node)
        || (JOINING.contains(node.getOpType())
            && node.getInputList().stream().noneMatch(constants::containsKey));
  }

  /// A layer with constant weights, and no other arithmetic about it.
  boolean isWeighted(NodeProto node) {
    var weight = node.getInputCount() > 1 ? constants.get(node.getInput(1)) : null;
    if (weight == null || weight.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
      return false;
    }
    return switch (node.getOpType()) {
      case "Conv" -> hasConstantBias(node);
      case "Gemm" ->
          hasConstantBias(node)
              && number(node, "transA") == 0
              && isOne(node, "alpha")
              && isOne(node, "beta");
      case "MatMul" -> weight.getDimsCount() == 2;
      default -> false;
    };
  }

  private boolean hasConstantBias(NodeProto node) {
    return node.getInputCount() < 3
        || Optional.ofNullable(constants.get(node.getInput(2)))
            .filter(bias -> bias.getDimsCount() == 1)
            .isPresent();
  }

  private static boolean isOne(NodeProto node, String name) {
    return attribute(node, name).map(each -> each.getF() == 1).orElse(true);
  }

  static long number(NodeProto node, String name) {
    return attribute(node, name).map(AttributeProto::getI).orElse(0L);
  }

  private static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(each -> each.getName().equals(name)).findFirst();
  }

  TensorProto constant(String name) {
    var constant = constants.get(name);
    if (constant == null) {
      throw new IllegalArgumentException("no constant named " + name);
    }
    return constant;
  }

  /// Whose values a tensor has, itself or what it was reshaped from; empty where it isn't rounded.
  Optional<String> valuesOf(String tensor) {
    return Optional.ofNullable(rounded.get(tensor));
  }

  /// Every tensor whose values must be known.
  Set<String> measured() {
    return Set.copyOf(rounded.values());
  }
}
