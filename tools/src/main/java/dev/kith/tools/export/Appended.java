package dev.kith.tools.export;

import dev.kith.tools.export.onnx.ModelProto;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.TensorProto;
import dev.kith.tools.export.onnx.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;

/// A net written behind the output of a model from elsewhere. The model's own nodes stay as they
/// are; the net's output becomes the only one.
public final class Appended {
  /// Gemm, Max and the like mean since then what they mean now, but for where axes stand.
  private static final long OLDEST = 9;

  private Appended() {}

  /// @param base takes a batch, open or fixed
  /// @param output of the base that the net takes, flattened to rows
  /// @param head takes rows
  /// @throws OnnxException if the base has no such output, or is too old
  public static OnnxFile to(OnnxFile base, String output, Net head, Weights weights) {
    if (base.opset() < OLDEST) {
      throw new OnnxException(
          "the model is of opset %d, expected %d or newer to append to"
              .formatted(base.opset(), OLDEST));
    }
    var graph = base.model().getGraph();
    var told = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    if (!told.contains(output)) {
      throw new OnnxException(
          "the model has no output %s, expected one of %s".formatted(output, told));
    }
    var written = OnnxGraph.behind(base, prefix(base.model()));
    OnnxNet.write(head, weights, written, output);
    return new OnnxFile(written.replacing(base, head));
  }

  /// No name of the net may be one of the model's; a model that was adapted before has some
  /// already.
  private static String prefix(ModelProto model) {
    Set<String> taken = new HashSet<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      taken.addAll(node.getOutputList());
      taken.add(node.getName());
    }
    model.getGraph().getInitializerList().stream().map(TensorProto::getName).forEach(taken::add);
    int number = 1;
    while (isTaken(taken, "head" + number + ".")) {
      number++;
    }
    return "head" + number + ".";
  }

  private static boolean isTaken(Set<String> names, String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }
}
