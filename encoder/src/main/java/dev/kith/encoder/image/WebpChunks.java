package dev.kith.encoder.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A WebP's chunks (RFC 9649): every picture in it has a size of its own, whatever the canvas says.
final class WebpChunks {
  private static final int HEADER = 8;

  private final byte[] bytes;
  private final ByteBuffer in;
  private int orientation = 1;

  WebpChunks(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// @return the orientation
  int check(PixelLimit limit) throws UnusableImage {
    long end = HEADER + Integer.toUnsignedLong(in.getInt(4));
    if (end > bytes.length) {
      throw UnusableImage.truncated("%d of %d bytes of a WebP".formatted(bytes.length, end));
    }
    walk(12, (int) end, limit);
    return orientation;
  }

  private void walk(int from, int to, PixelLimit limit) throws UnusableImage {
    int at = from;
    while (at + HEADER <= to) {
      long length = Integer.toUnsignedLong(in.getInt(at + 4));
      int content = at + HEADER;
      if (length > to - content) {
        throw UnusableImage.truncated(
            "a WebP chunk of %d bytes, %d left".formatted(length, to - content));
      }
      chunk(in.getInt(at), content, (int) length, limit);
      at = content + (int) length + (int) (length & 1);
    }
  }

  private void chunk(int type, int at, int length, PixelLimit limit) throws UnusableImage {
    switch (type) {
      case 0x20385056 -> lossy(at, length, limit);
      case 0x4c385056 -> lossless(at, length, limit);
      case 0x464d4e41 -> walk(at + Math.min(length, 16), at + length, limit);
      case 0x46495845 -> orientation = Ifd.orientation(bytes, exif(at, length), at + length);
      default -> {
        // colour profiles, animation settings and the like change nothing here
      }
    }
  }

  /// `VP8 `: RFC 6386, section 9.1.
  private void lossy(int at, int length, PixelLimit limit) throws UnusableImage {
    if (length < 10) {
      throw UnusableImage.truncated("a lossy WebP without its frame header");
    }
    limit.check(in.getShort(at + 6) & 0x3fff, in.getShort(at + 8) & 0x3fff);
  }

  /// `VP8L`: RFC 9649, section 3.4.
  private void lossless(int at, int length, PixelLimit limit) throws UnusableImage {
    if (length < 5) {
      throw UnusableImage.truncated("a lossless WebP without its size");
    }
    int sizes = in.getInt(at + 1);
    limit.check((sizes & 0x3fff) + 1, ((sizes >> 14) & 0x3fff) + 1);
  }

  /// Some writers put JPEG's prefix before the block.
  private int exif(int at, int length) {
    return length > 6 && bytes[at] == 'E' ? at + 6 : at;
  }
}
