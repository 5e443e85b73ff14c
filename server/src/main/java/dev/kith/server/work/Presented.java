package dev.kith.server.work;

import java.util.Optional;

/// What a client holds up: a sample, or an embedding it made itself.
public sealed interface Presented {
  /// The bytes of an image file.
  final class Image implements Presented {
    private final byte[] bytes;

    /// Takes the bytes over; they must not change afterwards.
    public Image(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /// A bare vector, not yet of unit length, and the space it says it is of.
  final class Vector implements Presented {
    private final float[] values;
    private final Optional<String> space;

    /// Takes the values over; they must not change afterwards.
    public Vector(float[] values, Optional<String> space) {
      this.values = values;
      this.space = space;
    }

    float[] values() {
      return values;
    }

    Optional<String> space() {
      return space;
    }
  }
}
