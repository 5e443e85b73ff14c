package dev.kith.encoder.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// Finds files that end early or were damaged, which ImageIO would decode to grey stripes without a
/// word.
final class Wholeness {
  private static final int IEND = 0x49454e44;

  private Wholeness() {}

  static void check(Format format, byte[] bytes) throws UnusableImage {
    switch (format) {
      case PNG -> png(bytes);
      case JPEG -> jpeg(bytes);
      case GIF -> gif(bytes);
      case BMP -> atLeast(bytes, 2, 0);
      case WEBP -> atLeast(bytes, 4, 8);
      case TIFF, PNM -> {
        // their readers fail by themselves when bytes are missing
      }
    }
  }

  /// Chunks are length, type, content, CRC (PNG 1.2, section 3.2); the last is IEND.
  private static void png(byte[] bytes) throws UnusableImage {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(8);
    while (in.remaining() >= 12) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining() - 8) {
        break;
      }
      int start = in.position();
      int type = in.getInt();
      CRC32 crc = new CRC32();
      crc.update(bytes, start, 4 + length);
      in.position(start + 4 + length);
      if (in.getInt() != (int) crc.getValue()) {
        throw UnusableImage.damaged("a PNG chunk fails its checksum");
      }
      if (type == IEND) {
        return;
      }
    }
    throw UnusableImage.truncated("a PNG without its last chunk");
  }

  /// Behind the first start of scan, the end-of-image marker can't be mistaken: FF in scan data is
  /// followed by 0 or a restart marker (ITU-T T.81, B.1.1.5).
  private static void jpeg(byte[] bytes) throws UnusableImage {
    for (int i = firstScan(bytes); i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xd9) {
        return;
      }
    }
    throw UnusableImage.truncated("a JPEG without its end marker");
  }

  private static int firstScan(byte[] bytes) throws UnusableImage {
    int at = 2;
    while (at + 3 < bytes.length) {
      if (bytes[at] != (byte) 0xff) {
        throw UnusableImage.damaged("a JPEG segment doesn't begin with a marker");
      }
      int marker = bytes[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      int length = ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff);
      at += 2 + length;
      if (marker == 0xda) {
        return at;
      }
    }
    throw UnusableImage.truncated("a JPEG without a scan");
  }

  private static void gif(byte[] bytes) throws UnusableImage {
    int end = bytes.length - 1;
    while (end > 0 && bytes[end] == 0) {
      end--;
    }
    if (bytes[end] != 0x3b) {
      throw UnusableImage.truncated("a GIF without its trailer");
    }
  }

  /// The header says how long the file is.
  private static void atLeast(byte[] bytes, int at, int besides) throws UnusableImage {
    if (bytes.length < at + 4) {
      throw UnusableImage.truncated("not even a header");
    }
    long said =
        besides
            + Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    if (bytes.length < said) {
      throw UnusableImage.truncated("%d of %d bytes".formatted(bytes.length, said));
    }
  }
}
