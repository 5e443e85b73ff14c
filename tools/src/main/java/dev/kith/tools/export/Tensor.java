package dev.kith.tools.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// An array of floats with a shape, outside any engine. Immutable.
public final class Tensor {
  private final List<Integer> shape;
  private final float[] values;

  /// @param values row-major, kept as they are: the caller lets go of them
  public Tensor(List<Integer> shape, float[] values) {
    int count = shape.stream().reduce(1, Math::multiplyExact);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "%d values for shape %s, expected %d".formatted(values.length, shape, count));
    }
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  public List<Integer> shape() {
    return shape;
  }

  public int count() {
    return values.length;
  }

  /// The value at a row-major position.
  public float at(int index) {
    return values[index];
  }

  public float[] values() {
    return values.clone();
  }

  /// The same values under another shape of the same count.
  Tensor as(List<Integer> other) {
    return new Tensor(other, values);
  }

  /// Little-endian floats.
  public byte[] bytes() {
    var buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
