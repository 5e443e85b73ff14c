package dev.kith.encoder.image;

/// The largest image that is decoded.
///
/// @param pixels width times height at 24 bits a pixel; deeper pixels count for as many times more
record PixelLimit(long pixels) {
  private static final int USUAL_BITS = 24;

  /// @throws UnusableImage `image-too-large` or, for sides under 1, `image-damaged`
  void check(long width, long height) throws UnusableImage {
    check(width, height, USUAL_BITS);
  }

  /// @param bits of one pixel
  void check(long width, long height, long bits) throws UnusableImage {
    if (width < 1 || height < 1) {
      throw UnusableImage.damaged(
          "%d x %d pixels, expected sides of at least 1".formatted(width, height));
    }
    double weight = Math.max(1, (double) bits / USUAL_BITS);
    if ((double) width * height * weight > Math.min(pixels, Integer.MAX_VALUE / 4)) {
      throw new UnusableImage(
          "image-too-large",
          "got an image of %d x %d pixels of %d bits, expected at most %d pixels of %d bits in all"
              .formatted(width, height, bits, pixels, USUAL_BITS));
    }
  }
}
