package dev.kith.tools.train;

import java.util.random.RandomGenerator;

/// A random affine distortion of each training picture; uniform within ± each figure.
///
/// @param rotate degrees
/// @param scale share, 0.2 for 0.8 to 1.25
/// @param shear share of the height that a column leans
/// @param shift share of the side
public record Augmentation(double rotate, double scale, double shear, double shift) {
  boolean none() {
    return rotate == 0 && scale == 0 && shear == 0 && shift == 0;
  }

  /// Draws one distortion for a picture of that size.
  Warp draw(RandomGenerator random, int height, int width) {
    double angle = StrictMath.toRadians(rotate * within(random));
    double zoom = StrictMath.exp(StrictMath.log1p(scale) * within(random));
    double lean = shear * within(random);
    double dx = shift * width * within(random);
    double dy = shift * height * within(random);
    double cos = StrictMath.cos(angle) / zoom;
    double sin = StrictMath.sin(angle) / zoom;
    return new Warp(cos, cos * lean - sin, sin, sin * lean + cos, dx, dy);
  }

  private static double within(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }

  /// From a target pixel, relative to the middle, to the source it is taken from.
  record Warp(double a, double b, double c, double d, double dx, double dy) {
    static final Warp NONE = new Warp(1, 0, 0, 1, 0, 0);

    /// Writes the distorted plane, 0..255; outside, the border goes on.
    void apply(byte[] source, int from, int height, int width, float[] target, int at) {
      double midX = (width - 1) / 2.0;
      double midY = (height - 1) / 2.0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double u = a * (x - midX) + b * (y - midY) + midX + dx;
          double v = c * (x - midX) + d * (y - midY) + midY + dy;
          target[at + y * width + x] = bilinear(source, from, height, width, u, v);
        }
      }
    }

    private static float bilinear(
        byte[] source, int from, int height, int width, double u, double v) {
      double x = Math.clamp(u, 0.0, width - 1.0);
      double y = Math.clamp(v, 0.0, height - 1.0);
      int left = Math.min((int) x, Math.max(0, width - 2));
      int top = Math.min((int) y, Math.max(0, height - 2));
      int right = Math.min(left + 1, width - 1);
      int bottom = Math.min(top + 1, height - 1);
      double fx = x - left;
      double fy = y - top;
      double upper =
          (1 - fx) * (source[from + top * width + left] & 0xFF)
              + fx * (source[from + top * width + right] & 0xFF);
      double lower =
          (1 - fx) * (source[from + bottom * width + left] & 0xFF)
              + fx * (source[from + bottom * width + right] & 0xFF);
      return (float) ((1 - fy) * upper + fy * lower);
    }
  }
}
