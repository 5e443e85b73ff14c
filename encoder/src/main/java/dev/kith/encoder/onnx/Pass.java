package dev.kith.encoder.onnx;

import java.nio.FloatBuffer;

/// One forward pass of a model.
@FunctionalInterface
interface Pass extends AutoCloseable {
  /// @param inputs `count` inputs one after another, direct and in native order, and what was left
  ///   in the rest of the places that a pass can have
  /// @return `count` embeddings one after another, not normalised
  float[] run(FloatBuffer inputs, int count);

  /// Gives back what it runs on, once passes that run are done.
  @Override
  default void close() {}
}
