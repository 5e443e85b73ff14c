package dev.kith.encoder.onnx;

import java.nio.FloatBuffer;

/// One forward pass of a model.
@FunctionalInterface
interface Pass {
  /// @param inputs `count` inputs one after another, direct and in native order
  /// @return `count` embeddings one after another, not normalised
  float[] run(FloatBuffer inputs, int count);
}
