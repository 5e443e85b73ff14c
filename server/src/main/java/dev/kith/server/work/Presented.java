package dev.kith.server.work;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// What a client holds up: a sample, or an embedding it made itself.
public sealed interface Presented {
  /// The bytes that tell it from others: a file's, or a vector's floats, little-endian.
  byte[] content();

  /// The lower-case hexadecimal SHA-256 of [#content].
  default String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

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

    @Override
    public byte[] content() {
      return bytes.clone();
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

    @Override
    public byte[] content() {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      return bytes.array();
    }

    Optional<String> space() {
      return space;
    }
  }
}
