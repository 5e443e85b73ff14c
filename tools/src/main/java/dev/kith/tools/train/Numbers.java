package dev.kith.tools.train;

import dev.kith.tools.export.Tensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Arrays of floats in a checkpoint: sizes, then the numbers, little-endian.
final class Numbers {
  private Numbers() {}

  static void write(DataOutput out, Tensor tensor) throws IOException {
    out.writeInt(tensor.shape().size());
    for (int size : tensor.shape()) {
      out.writeInt(size);
    }
    out.write(tensor.bytes());
  }

  static Tensor read(DataInput in) throws IOException {
    List<Integer> shape = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      shape.add(in.readInt());
    }
    var values = new float[shape.stream().reduce(1, Math::multiplyExact)];
    var bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Tensor(shape, values);
  }
}
