package dev.kith.encoder.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;

/// Passes of two sizes only, 1 and full, each through a session of its own. On a GPU ONNX Runtime
/// plans a session's convolutions anew whenever a pass has another size than the one before, which
/// took some 50 ms where the pass itself takes one; a place left empty costs next to nothing.
///
/// @param alone takes single inputs
/// @param full takes all others, filled up with whatever lies in the buffer
/// @param size of a full pass
record EvenPass(Pass alone, Pass full, int size) implements Pass {
  @Override
  public float[] run(FloatBuffer inputs, int count) {
    if (count == 1) {
      return alone.run(inputs, 1);
    }
    float[] outputs = full.run(inputs, size);
    return Arrays.copyOf(outputs, outputs.length / size * count);
  }

  @Override
  public void close() {
    alone.close();
    full.close();
  }
}
