package dev.kith.encoder;

/// A decoded image: upright, 8 bits a sample, grey or RGB interleaved, rows from the top.
/// Immutable.
public final class Image {
  private final int width;
  private final int height;
  private final int channels;
  private final byte[] samples;

  /// @param channels 1 (grey) or 3 (red, green, blue)
  /// @param samples `width * height * channels` bytes, taken over: they must not change afterwards
  public Image(int width, int height, int channels, byte[] samples) {
    if (samples.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          "got %d samples for %d x %d x %d".formatted(samples.length, width, height, channels));
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.samples = samples;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public int channels() {
    return channels;
  }

  /// One sample, 0 to 255.
  public int sample(int x, int y, int channel) {
    return samples[(y * width + x) * channels + channel] & 0xff;
  }

  /// Adds one row's samples, 0 to 255, times a weight.
  ///
  /// @param sums at least `width * channels` long
  public void addRow(int y, float weight, float[] sums) {
    int count = width * channels;
    int at = y * count;
    for (int i = 0; i < count; i++) {
      sums[i] += weight * (samples[at + i] & 0xff);
    }
  }

  /// The image as EXIF's orientation tag (1 to 8) says it should be seen.
  public Image oriented(int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return this;
    }
    boolean turned = orientation >= 5;
    int w = turned ? height : width;
    int h = turned ? width : height;
    byte[] upright = new byte[samples.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        System.arraycopy(
            samples,
            source(orientation, x, y) * channels,
            upright,
            (y * w + x) * channels,
            channels);
      }
    }
    return new Image(w, h, channels, upright);
  }

  /// Where the upright pixel (x, y) lies in the stored image.
  private int source(int orientation, int x, int y) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> y * width + x;
    };
  }
}
