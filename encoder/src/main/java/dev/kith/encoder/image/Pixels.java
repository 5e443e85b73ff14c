package dev.kith.encoder.image;

import dev.kith.encoder.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/// Takes 8-bit samples out of whatever image type a reader gave. Grey and sRGB are taken as stored
/// (Java's colour conversion would change the gamma of grey), other colours are brought to sRGB; 16
/// bits keep their upper 8; transparency is laid on white.
final class Pixels {
  private Pixels() {}

  static Image of(BufferedImage image) throws UnusableImage {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return indexed(image.getRaster(), palette);
    }
    Raster raster = image.getRaster();
    if (raster.getTransferType() > DataBuffer.TYPE_INT) {
      throw UnusableImage.unsupported("samples that are no whole numbers");
    }
    ColorSpace space = model.getColorSpace();
    int colours = model.getNumColorComponents();
    boolean grey = space.getType() == ColorSpace.TYPE_GRAY && colours == 1;
    if (!grey && !space.isCS_sRGB()) {
      return of(converted(image));
    }
    return colours == 3 && !model.hasAlpha() && isBytes(raster)
        ? copied(raster)
        : sampled(raster, model);
  }

  private static boolean isBytes(Raster raster) {
    return raster.getSampleModel() instanceof PixelInterleavedSampleModel
        && raster.getDataBuffer() instanceof DataBufferByte
        && raster.getSampleModel().getSampleSize(0) == 8;
  }

  /// The common case: three bytes a pixel, in whatever order.
  private static Image copied(Raster raster) {
    PixelInterleavedSampleModel layout = (PixelInterleavedSampleModel) raster.getSampleModel();
    DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
    byte[] stored = buffer.getData();
    int[] bands = layout.getBandOffsets();
    int width = raster.getWidth();
    int step = layout.getPixelStride();
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      int from =
          buffer.getOffset()
              + (y - raster.getSampleModelTranslateY()) * layout.getScanlineStride()
              - raster.getSampleModelTranslateX() * step;
      for (int x = 0; x < width; x++, from += step, to += 3) {
        rgb[to] = stored[from + bands[0]];
        rgb[to + 1] = stored[from + bands[1]];
        rgb[to + 2] = stored[from + bands[2]];
      }
    }
    return new Image(width, raster.getHeight(), 3, rgb);
  }

  private static Image sampled(Raster raster, ColorModel model) {
    int colours = model.getNumColorComponents();
    int bands = raster.getNumBands();
    boolean alpha = model.hasAlpha() && bands > colours;
    int[] bits = raster.getSampleModel().getSampleSize();
    int width = raster.getWidth();
    byte[] samples = new byte[colours * width * raster.getHeight()];
    int[] row = new int[bands * width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int at = 0; at < row.length; at += bands) {
        int opacity = alpha ? eight(row[at + colours], bits[colours]) : 255;
        for (int c = 0; c < colours; c++) {
          int value = eight(row[at + c], bits[c]);
          samples[to++] =
              (byte)
                  (model.isAlphaPremultiplied()
                      ? Math.min(255, value + 255 - opacity)
                      : onWhite(value, opacity));
        }
      }
    }
    return new Image(width, raster.getHeight(), colours, samples);
  }

  private static int eight(int sample, int bits) {
    return bits >= 8 ? (sample >>> (bits - 8)) & 0xff : sample * 255 / ((1 << bits) - 1);
  }

  private static int onWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }

  private static Image indexed(Raster raster, IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int width = raster.getWidth();
    byte[] samples = new byte[3 * width * raster.getHeight()];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int index : row) {
        int argb = colours[Math.min(index, colours.length - 1)];
        for (int shift = 16; shift >= 0; shift -= 8) {
          samples[to++] = (byte) onWhite((argb >>> shift) & 0xff, argb >>> 24);
        }
      }
    }
    return new Image(width, raster.getHeight(), 3, samples);
  }

  /// The image in sRGB, converted as a whole: pixel by pixel Java takes a microsecond for each.
  private static BufferedImage converted(BufferedImage image) {
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    return new ColorConvertOp(null).filter(image, rgb);
  }
}
