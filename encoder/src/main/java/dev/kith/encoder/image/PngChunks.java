package dev.kith.encoder.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A PNG's chunks: length, type, content, CRC (W3C PNG, third edition, section 5.3); the first is
/// IHDR, the last IEND.
final class PngChunks {
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;

  private final byte[] bytes;
  private final ByteBuffer in;

  PngChunks(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes).position(8);
  }

  /// @return the orientation
  int check(PixelLimit limit) throws UnusableImage {
    int orientation = 1;
    boolean first = true;
    while (in.remaining() >= 12) {
      int length = in.getInt();
      int start = in.position();
      if (length < 0 || length > in.remaining() - 8) {
        break;
      }
      int type = in.getInt();
      checksum(start, length);
      if (first != (type == IHDR)) {
        throw UnusableImage.damaged("a PNG's header isn't its first chunk, or not its only one");
      }
      if (first) {
        header(start + 4, length, limit);
        first = false;
      } else if (type == EXIF) {
        orientation = Ifd.orientation(bytes, start + 4, start + 4 + length);
      } else if (type == IEND) {
        return orientation;
      }
    }
    throw UnusableImage.truncated("a PNG without its last chunk");
  }

  private void checksum(int start, int length) throws UnusableImage {
    CRC32 crc = new CRC32();
    crc.update(bytes, start, 4 + length);
    in.position(start + 4 + length);
    if (in.getInt() != (int) crc.getValue()) {
      throw UnusableImage.damaged("a PNG chunk fails its checksum");
    }
  }

  private void header(int at, int length, PixelLimit limit) throws UnusableImage {
    if (length < 13) {
      throw UnusableImage.damaged("a PNG header of %d bytes, expected 13".formatted(length));
    }
    int channels =
        switch (bytes[at + 9]) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    limit.check(
        Integer.toUnsignedLong(in.getInt(at)),
        Integer.toUnsignedLong(in.getInt(at + 4)),
        (long) channels * bytes[at + 8]);
  }
}
