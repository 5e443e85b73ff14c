package dev.kith.encoder.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A BMP's headers (BITMAPFILEHEADER and BITMAPINFOHEADER): all the pixels they promise must be
/// there.
final class BmpHeader {
  private static final int FILE_HEADER = 14;
  private static final int OLD_INFO = 12;

  private final ByteBuffer in;

  BmpHeader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void check(PixelLimit limit) throws UnusableImage {
    if (in.limit() < FILE_HEADER + OLD_INFO) {
      throw UnusableImage.truncated("a BMP without its header");
    }
    boolean old = in.getInt(FILE_HEADER) == OLD_INFO;
    if (!old && in.limit() < 54) {
      throw UnusableImage.truncated("a BMP without its header");
    }
    long width = old ? in.getShort(18) & 0xffff : in.getInt(18);
    long height = old ? in.getShort(20) & 0xffff : Math.abs((long) in.getInt(22));
    int bits = in.getShort(old ? 24 : 28);
    int compression = old ? 0 : in.getInt(30);
    limit.check(width, height, bits);
    if (compression < 0 || compression > 3) {
      throw UnusableImage.unsupported("a BMP of compression %d".formatted(compression));
    }
    boolean plain = compression == 0 || compression == 3;
    long row = (width * bits + 31) / 32 * 4;
    long pixels = plain ? row * height : Integer.toUnsignedLong(in.getInt(34));
    long needed = Integer.toUnsignedLong(in.getInt(10)) + pixels;
    if (needed > in.limit()) {
      throw UnusableImage.truncated("%d of %d bytes of a BMP".formatted(in.limit(), needed));
    }
  }
}
