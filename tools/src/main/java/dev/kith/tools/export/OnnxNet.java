package dev.kith.tools.export;

import dev.kith.tools.export.Layer.Pooling;
import dev.kith.tools.export.onnx.AttributeProto;
import dev.kith.tools.export.onnx.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a net with its weights as an ONNX model (opset 18): batch normalisation folded into the
/// layer before it, dropout gone, PReLU taken apart (its own operator is slow on CPU).
public final class OnnxNet {
  private static final String SMALLEST_LENGTH = "smallest-length";

  private final Weights weights;
  private final OnnxGraph graph;

  private OnnxNet(Weights weights, OnnxGraph graph) {
    this.weights = weights;
    this.graph = graph;
  }

  public static ModelProto write(Net net, Weights weights, Map<String, String> metadata) {
    var graph = OnnxGraph.fresh();
    var writer = new OnnxNet(weights, graph);
    graph.end(writer.chain(net.placed(), OnnxGraph.INPUT));
    return graph.model(net, metadata);
  }

  /// Writes a net behind a value of another model, which is flattened to rows.
  static void write(Net net, Weights weights, OnnxGraph graph, String value) {
    var writer = new OnnxNet(weights, graph);
    graph.end(writer.chain(net.placed(), writer.flatten("given", value)));
  }

  private String chain(List<Placed> chain, String value) {
    for (int i = 0; i < chain.size(); i++) {
      var placed = chain.get(i);
      if (i + 1 < chain.size() && Folded.possible(placed, chain.get(i + 1))) {
        value = weighted(placed, Folded.of(placed, chain.get(++i), weights), value);
      } else {
        value = layer(placed, value);
      }
    }
    return value;
  }

  private String layer(Placed at, String x) {
    String name = at.path();
    return switch (at.layer()) {
      case Layer.Conv _, Layer.Linear _ -> weighted(at, Folded.of(at, weights), x);
      case Layer.BatchNorm norm -> normalise(at, norm, x);
      case Layer.Relu _ -> graph.node("Relu", name + ".relu", List.of(x));
      case Layer.PRelu _ -> prelu(at, x);
      case Layer.Pool pool ->
          graph.node(
              pool.kind() == Pooling.MAX ? "MaxPool" : "AveragePool",
              name + ".pool",
              List.of(x),
              OnnxGraph.ints("kernel_shape", pool.size(), pool.size()),
              OnnxGraph.ints("strides", pool.stride(), pool.stride()));
      case Layer.GlobalPool(var kind) -> {
        String op = kind == Pooling.MAX ? "GlobalMaxPool" : "GlobalAveragePool";
        yield flatten(name, graph.node(op, name + ".pool", List.of(x)));
      }
      case Layer.Flatten _ -> flatten(name, x);
      case Layer.Dropout _ -> x;
      case Layer.Residual _ ->
          graph.node("Add", name + ".add", List.of(chain(at.body(), x), chain(at.shortcut(), x)));
      case Layer.Views(int shift, _) -> views(at, shift, x);
      case Layer.L2Norm _ -> unit(at, x);
    };
  }

  /// The views are one batch, all samples of the first view first, so that the body is there once.
  private String views(Placed at, int shift, String x) {
    String views = graph.node("Concat", at.path() + ".views", moved(at, shift, x), axis(0));
    String rows = unit(at, chain(at.body(), views));
    String shape = graph.numbers(at.name("by-view"), Layer.Views.COUNT, -1, at.out().count());
    String byView = graph.node("Reshape", at.path() + ".rows", List.of(rows, shape));
    return graph.mean(at.path() + ".mean", byView);
  }

  private List<String> moved(Placed at, int shift, String x) {
    int height = at.in().sizes().get(1);
    int width = at.in().sizes().get(2);
    String margins = graph.numbers(at.name("margins"), 0, 0, shift, shift, 0, 0, shift, shift);
    var edge = OnnxGraph.word("mode", "edge");
    String wide = graph.node("Pad", at.path() + ".wide", List.of(x, margins), edge);
    String axes = graph.numbers(at.name("axes"), 2, 3);
    var moved = new ArrayList<String>();
    for (int top = 0; top <= 2 * shift; top += shift) {
      for (int left = 0; left <= 2 * shift; left += shift) {
        String name = "view%d".formatted(moved.size());
        String from = graph.numbers(at.name(name + ".from"), top, left);
        String to = graph.numbers(at.name(name + ".to"), top + height, left + width);
        moved.add(graph.node("Slice", at.name(name), List.of(wide, from, to, axes)));
      }
    }
    return moved;
  }

  private String weighted(Placed at, Folded folded, String x) {
    var inputs =
        List.of(
            x,
            graph.weight(at.name("weight"), folded.weight()),
            graph.weight(at.name("bias"), folded.bias()));
    return switch (at.layer()) {
      case Layer.Conv conv ->
          graph.node(
              "Conv",
              at.path() + ".conv",
              inputs,
              OnnxGraph.ints("kernel_shape", conv.kernel(), conv.kernel()),
              OnnxGraph.ints("strides", conv.stride(), conv.stride()),
              OnnxGraph.ints("pads", conv.pad(), conv.pad(), conv.pad(), conv.pad()),
              OnnxGraph.number("group", conv.groups()));
      default -> graph.node("Gemm", at.path() + ".linear", inputs, OnnxGraph.number("transB", 1));
    };
  }

  private String normalise(Placed at, Layer.BatchNorm norm, String x) {
    var affine = Affine.of(at, norm, weights);
    var scaled =
        graph.node(
            "Mul",
            at.path() + ".scaled",
            List.of(x, graph.weight(at.name("scale"), broadcast(at, affine.scale()))));
    return graph.node(
        "Add",
        at.path() + ".shifted",
        List.of(scaled, graph.weight(at.name("shift"), broadcast(at, affine.shift()))));
  }

  private String prelu(Placed at, String x) {
    String slope = graph.weight(at.name("slope"), broadcast(at, weights.get(at.name("slope"))));
    String above = graph.node("Relu", at.path() + ".above", List.of(x));
    String mirrored = graph.node("Neg", at.path() + ".mirrored", List.of(x));
    String below = graph.node("Relu", at.path() + ".below", List.of(mirrored));
    String sloped = graph.node("Mul", at.path() + ".sloped", List.of(below, slope));
    return graph.node("Sub", at.path() + ".prelu", List.of(above, sloped));
  }

  private String unit(Placed at, String x) {
    String length = graph.lengths(at.path() + ".length", x);
    String floor =
        graph.weight(at.name(SMALLEST_LENGTH), new Tensor(List.of(1), new float[] {1e-12f}));
    String safe = graph.node("Max", at.path() + ".safe", List.of(length, floor));
    return graph.node("Div", at.path() + ".unit", List.of(x, safe));
  }

  private String flatten(String name, String x) {
    return graph.node("Flatten", name + ".row", List.of(x), axis(1));
  }

  private static AttributeProto axis(int axis) {
    return OnnxGraph.number("axis", axis);
  }

  /// One value a channel, shaped to meet planes or rows.
  private static Tensor broadcast(Placed at, Tensor perChannel) {
    return at.in() instanceof Features.Planes
        ? perChannel.as(List.of(perChannel.count(), 1, 1))
        : perChannel;
  }
}
