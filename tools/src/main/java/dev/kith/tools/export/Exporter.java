package dev.kith.tools.export;

import java.util.Map;

/// Lets a model out: writes the graph, loads it in ONNX Runtime and compares.
public final class Exporter {
  /// How far an embedding's entries may be off, absolute, or relative where they are above 1.
  public static final double TOLERANCE = 1e-5;

  private Exporter() {}

  /// An ONNX file.
  ///
  /// @param metadata the manifest's `kith.*` keys
  /// @param input a batch of samples, [n, …]
  /// @param expected what the net gave for it in training's own arithmetic, [n, dimension]
  /// @throws OnnxException if the file gives anything else
  public static byte[] export(
      Net net, Weights weights, Map<String, String> metadata, Tensor input, Tensor expected) {
    byte[] model = OnnxNet.write(net, weights, metadata).toByteArray();
    try (var run = new OnnxRun(model)) {
      double deviation = deviation(run.run(input), expected);
      if (!(deviation <= TOLERANCE)) {
        throw new OnnxException(
            "the exported model is off by %.3g, expected at most %.0e"
                .formatted(deviation, TOLERANCE));
      }
    }
    return model;
  }

  /// The largest deviation of one from the other; NaN where there is one.
  static double deviation(Tensor got, Tensor expected) {
    if (!got.shape().equals(expected.shape())) {
      throw new OnnxException(
          "the exported model gives %s, expected %s".formatted(got.shape(), expected.shape()));
    }
    double worst = 0;
    for (int i = 0; i < got.count(); i++) {
      double scale = Math.max(1, Math.abs(expected.at(i)));
      worst = Math.max(worst, Math.abs(got.at(i) - expected.at(i)) / scale);
    }
    return worst;
  }
}
