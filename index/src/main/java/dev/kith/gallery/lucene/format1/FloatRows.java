package dev.kith.gallery.lucene.format1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The float vectors of a segment, row after row in flat memory that the segment's reader owns.
///
/// @param memory `size` times `dimension` little-endian floats
public record FloatRows(MemorySegment memory, int size, int dimension) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static FloatRows none(int dimension) {
    return new FloatRows(MemorySegment.ofArray(new byte[0]), 0, dimension);
  }

  /// Copies one row to the beginning of `target`.
  public void read(int row, float[] target) {
    MemorySegment.copy(memory, FLOAT, (long) row * dimension * Float.BYTES, target, 0, dimension);
  }
}
