package dev.kith.gallery.bridge;

import dev.kith.gallery.CorruptionException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/// An affine map, `weights · x + offset`, in floats.
final class Layer {
  static final int ANY = -1;

  private final int inputs;
  private final float[] weights;
  private final float[] offset;

  /// @param weights row after row, one row an output; taken over
  /// @param offset one number an output; taken over
  Layer(int inputs, float[] weights, float[] offset) {
    this.inputs = inputs;
    this.weights = weights;
    this.offset = offset;
  }

  /// @param weights outputs x inputs
  /// @param offset outputs x 1
  static Layer of(DMatrixRMaj weights, DMatrixRMaj offset) {
    return new Layer(weights.getNumCols(), floats(weights), floats(offset));
  }

  private static float[] floats(DMatrixRMaj matrix) {
    float[] floats = new float[matrix.getNumElements()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) matrix.get(i);
    }
    return floats;
  }

  int outputs() {
    return offset.length;
  }

  float[] of(float[] x) {
    float[] y = new float[offset.length];
    for (int row = 0; row < y.length; row++) {
      double sum = offset[row];
      for (int i = 0; i < inputs; i++) {
        sum += (double) weights[row * inputs + i] * x[i];
      }
      y[row] = (float) sum;
    }
    return y;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(inputs);
    out.writeInt(offset.length);
    for (float each : weights) {
      out.writeFloat(each);
    }
    for (float each : offset) {
      out.writeFloat(each);
    }
  }

  static Layer read(DataInputStream in, int inputs, int outputs) throws IOException {
    int width = in.readInt();
    int height = in.readInt();
    if (width != inputs || height < 1 || (outputs != ANY && height != outputs)) {
      throw new CorruptionException(
          "got a layer of %d x %d numbers, expected %d x %d"
              .formatted(height, width, outputs, inputs));
    }
    return new Layer(width, floats(in, width * height), floats(in, height));
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = in.readFloat();
    }
    return floats;
  }
}
