package dev.kith.encoder.image;

import dev.kith.encoder.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// Takes 8-bit samples out of whatever image type a reader gave. Grey stays grey and is read as
/// stored (Java's colour conversion would change its gamma); 16 bits keep their upper 8;
/// transparency is laid on white.
final class Pixels {
  private Pixels() {}

  static Image of(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getRaster().getDataBuffer() instanceof DataBufferByte data
        && data.getSize() == 3 * image.getWidth() * image.getHeight()) {
      return swapped(image, data.getData());
    }
    ColorModel model = image.getColorModel();
    boolean grey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    if (!(model instanceof IndexColorModel) && grey) {
      return grey(image);
    }
    return converted(image);
  }

  private static Image swapped(BufferedImage image, byte[] bgr) {
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return new Image(image.getWidth(), image.getHeight(), 3, rgb);
  }

  private static Image grey(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bits = raster.getSampleModel().getSampleSize(0);
    boolean alpha = image.getColorModel().hasAlpha() && raster.getNumBands() > 1;
    byte[] samples = new byte[width * image.getHeight()];
    int[] row = new int[width];
    int[] opacity = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      if (alpha) {
        raster.getSamples(0, y, width, 1, 1, opacity);
      }
      for (int x = 0; x < width; x++) {
        int value = eight(row[x], bits);
        samples[y * width + x] = (byte) (alpha ? onWhite(value, eight(opacity[x], bits)) : value);
      }
    }
    return new Image(width, image.getHeight(), 1, samples);
  }

  private static int eight(int sample, int bits) {
    return bits >= 8 ? sample >>> (bits - 8) : sample * 255 / ((1 << bits) - 1);
  }

  private static int onWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }

  private static Image converted(BufferedImage image) {
    int width = image.getWidth();
    byte[] samples = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        for (int shift = 16; shift >= 0; shift -= 8) {
          samples[at++] = (byte) onWhite((argb >>> shift) & 0xff, alpha);
        }
      }
    }
    return new Image(width, image.getHeight(), 3, samples);
  }
}
