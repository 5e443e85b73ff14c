package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/// Parts of a file as flat memory: mapped where the directory maps files, copied outside the heap
/// where it doesn't or where a part lies across two mappings. Good until the input, or this, is
/// closed.
final class Regions implements AutoCloseable {
  private static final int PIECE = 1 << 16;
  private static final int LINE = 64;

  private final IndexInput file;
  private final Arena copies = Arena.ofShared();

  Regions(IndexInput file) {
    this.file = file;
  }

  MemorySegment region(long begin, long length) throws IOException {
    if (begin < 0 || length < 0 || begin + length > file.length()) {
      throw new CorruptIndexException(
          "got bytes %d to %d, expected less than %d"
              .formatted(begin, begin + length, file.length()),
          file);
    }
    if (file instanceof MemorySegmentAccessInput mapped) {
      MemorySegment memory = mapped.segmentSliceOrNull(begin, length);
      if (memory != null) {
        return plain(memory);
      }
    }
    return copied(begin, length);
  }

  /// The same memory, good as long, as the class of segments that arenas give: where mapped and
  /// allocated segments meet in one loop, the compiler no longer knows what it reads, and scans
  /// take half as long again.
  @SuppressWarnings("restricted") // neither longer nor longer-lived than what it was
  private static MemorySegment plain(MemorySegment mapped) {
    return mapped.reinterpret(mapped.byteSize());
  }

  private MemorySegment copied(long begin, long length) throws IOException {
    MemorySegment memory = copies.allocate(Math.max(1, length), LINE).asSlice(0, length);
    IndexInput in = file.clone();
    in.seek(begin);
    byte[] piece = new byte[PIECE];
    for (long at = 0; at < length; at += PIECE) {
      int count = (int) Math.min(PIECE, length - at);
      in.readBytes(piece, 0, count);
      MemorySegment.copy(piece, 0, memory, ValueLayout.JAVA_BYTE, at, count);
    }
    return memory;
  }

  @Override
  public void close() {
    copies.close();
  }
}
