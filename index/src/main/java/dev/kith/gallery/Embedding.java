package dev.kith.gallery;

import java.util.Arrays;

/// A unit-length float vector in one space. Immutable and thread-safe.
public final class Embedding {
  private final Space space;
  private final float[] values;
  private final boolean bridged;

  private Embedding(Space space, float[] values, boolean bridged) {
    this.space = space;
    this.values = values;
    this.bridged = bridged;
  }

  /// Brings a vector to unit length.
  ///
  /// @param values one finite float for each dimension, not all zero; copied
  /// @throws GalleryException.Invalid `dimension-mismatch`, `not-finite` or `zero-vector`
  public static Embedding of(Space space, float[] values) {
    if (values.length != space.dimension()) {
      throw new GalleryException.Invalid(
          "dimension-mismatch",
          "got an embedding of %d numbers, expected %d"
              .formatted(values.length, space.dimension()));
    }
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new GalleryException.Invalid(
            "not-finite",
            "number %d of the embedding is %s, expected a finite number".formatted(i, values[i]));
      }
      squares += (double) values[i] * values[i];
    }
    if (squares == 0) {
      throw new GalleryException.Invalid(
          "zero-vector", "every number of the embedding is 0, expected a direction");
    }
    return new Embedding(space, scaled(values, 1 / Math.sqrt(squares)), false);
  }

  /// Wraps a vector that was brought to unit length before, such as a stored one; it is copied, not
  /// scaled.
  public static Embedding ofUnit(Space space, float[] values) {
    if (values.length != space.dimension()) {
      throw new CorruptionException(
          "stored embedding has %d numbers, expected %d"
              .formatted(values.length, space.dimension()));
    }
    return new Embedding(space, values.clone(), false);
  }

  private static float[] scaled(float[] values, double factor) {
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] * factor);
    }
    return unit;
  }

  public Space space() {
    return space;
  }

  /// Whether it was carried over from an embedding of another space, and so is only near to what
  /// the space's encoder would have made of the sample.
  public boolean bridged() {
    return bridged;
  }

  /// The same vector, marked as [#bridged].
  public Embedding asBridged() {
    return new Embedding(space, values, true);
  }

  /// The cosine of the angle between two embeddings of one space, in [-1, 1] up to rounding.
  public float cosine(Embedding other) {
    if (!space.equals(other.space)) {
      throw new IllegalArgumentException(
          "got embeddings of %s and %s, expected one space".formatted(space, other.space));
    }
    float sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }

  /// A copy of the vector.
  public float[] toArray() {
    return values.clone();
  }

  /// Copies the vector to `target[offset]` and on.
  public void copyTo(float[] target, int offset) {
    System.arraycopy(values, 0, target, offset, values.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that
        && space.equals(that.space)
        && bridged == that.bridged
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * space.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Embedding[" + space + "]";
  }
}
