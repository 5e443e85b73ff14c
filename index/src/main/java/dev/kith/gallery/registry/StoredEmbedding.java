package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Space;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// How an embedding lies in its row: little-endian floats, and a CRC32C (RFC 3720) of the row's
/// key, those bytes and, where it is bridged, a one: a vector on the wrong row is damage, too.
final class StoredEmbedding {
  private StoredEmbedding() {}

  static byte[] bytes(Embedding embedding) {
    float[] values = embedding.toArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static long checksum(long key, byte[] vector, boolean bridged) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(key).flip());
    crc.update(vector);
    if (bridged) {
      crc.update(1);
    }
    return crc.getValue();
  }

  /// The embedding, or empty when the row is not what was written.
  static Optional<Embedding> read(
      Space space, long key, long checksum, byte[] vector, boolean bridged) {
    if (vector.length != space.dimension() * Float.BYTES
        || checksum(key, vector, bridged) != checksum) {
      return Optional.empty();
    }
    float[] values = new float[space.dimension()];
    ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    Embedding read = Embedding.ofUnit(space, values);
    return Optional.of(bridged ? read.asBridged() : read);
  }
}
