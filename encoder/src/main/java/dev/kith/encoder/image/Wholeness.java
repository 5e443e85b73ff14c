package dev.kith.encoder.image;

/// Looks at a file's structure before a decoder does: finds files that end early or were damaged,
/// which ImageIO would decode to grey stripes without a word, and pictures too large to decode.
final class Wholeness {
  private Wholeness() {}

  /// @return how the picture is to be turned: EXIF's orientation, 1 (as it is) to 8
  static int check(Format format, byte[] bytes, PixelLimit limit) throws UnusableImage {
    return switch (format) {
      case PNG -> new PngChunks(bytes).check(limit);
      case JPEG -> new JpegMarkers(bytes, 0, bytes.length).check(limit);
      case TIFF -> new TiffStrips(bytes).check(limit);
      case WEBP -> new WebpChunks(bytes).check(limit);
      case GIF -> {
        new GifBlocks(bytes).check();
        yield 1;
      }
      case BMP -> {
        new BmpHeader(bytes).check(limit);
        yield 1;
      }
      case PNM -> 1;
    };
  }
}
