package dev.kith.encoder.image;

/// A TIFF's first directory and what it points at: strips or tiles inside the file, of a size worth
/// decoding.
final class TiffStrips {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;

  private final byte[] bytes;
  private final Ifd ifd;

  TiffStrips(byte[] bytes) throws UnusableImage {
    this.bytes = bytes;
    this.ifd = new Ifd(bytes, 0, bytes.length);
  }

  /// @return the orientation
  int check(PixelLimit limit) throws UnusableImage {
    if (!ifd.whole()) {
      throw UnusableImage.truncated("a value of a TIFF lies behind its end");
    }
    long width = ifd.first(WIDTH, 0);
    long height = ifd.first(HEIGHT, 0);
    long bits = ifd.first(SAMPLES, 1) * ifd.first(BITS, 1);
    limit.check(width, height, bits);
    boolean tiled = ifd.all(TILE_OFFSETS).length > 0;
    long tileWidth = tiled ? ifd.first(TILE_WIDTH, 0) : width;
    long tileHeight = tiled ? ifd.first(TILE_HEIGHT, 0) : height;
    limit.check(tileWidth, tileHeight, bits);
    long compression = ifd.first(COMPRESSION, 1);
    if (compression == OLD_JPEG) {
      throw UnusableImage.unsupported("a TIFF with JPEG of the old style");
    }
    lieInside(
        ifd.all(tiled ? TILE_OFFSETS : STRIP_OFFSETS),
        ifd.all(tiled ? TILE_BYTES : STRIP_BYTES),
        compression == JPEG,
        limit);
    return ifd.orientation();
  }

  private void lieInside(long[] offsets, long[] counts, boolean jpeg, PixelLimit limit)
      throws UnusableImage {
    if (offsets.length == 0 || offsets.length != counts.length) {
      throw UnusableImage.damaged(
          "a TIFF of %d strips or tiles with %d lengths".formatted(offsets.length, counts.length));
    }
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] + counts[i] > bytes.length) {
        throw UnusableImage.truncated("part %d of a TIFF lies behind its end".formatted(i));
      }
      if (jpeg) {
        new JpegMarkers(bytes, (int) offsets[i], (int) (offsets[i] + counts[i])).check(limit);
      }
    }
  }
}
