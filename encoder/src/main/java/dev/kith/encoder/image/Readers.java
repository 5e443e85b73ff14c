package dev.kith.encoder.image;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/// One ImageIO reader for each format, always the same one: TwelveMonkeys' for JPEG, TIFF and WebP,
/// the JDK's for the others. They are looked up once, since ImageIO's registry is shared, may be
/// changed by others, and orders its readers as it likes. ImageIO's cache on disk is off.
final class Readers {
  private static final Map<Format, String> CLASSES =
      Map.of(
          Format.JPEG, "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi",
          Format.TIFF, "com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi",
          Format.WEBP, "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi",
          Format.PNG, "com.sun.imageio.plugins.png.PNGImageReaderSpi",
          Format.GIF, "com.sun.imageio.plugins.gif.GIFImageReaderSpi",
          Format.BMP, "com.sun.imageio.plugins.bmp.BMPImageReaderSpi");

  private static final Map<Format, ImageReaderSpi> READERS = find();

  private Readers() {}

  private static Map<Format, ImageReaderSpi> find() {
    ImageIO.setUseCache(false);
    ImageIO.scanForPlugins();
    Map<Format, ImageReaderSpi> readers = new EnumMap<>(Format.class);
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi each = all.next();
      CLASSES.forEach((format, name) -> {
        if (name.equals(each.getClass().getName())) {
          readers.put(format, each);
        }
      });
    }
    if (readers.size() != CLASSES.size()) {
      throw new IllegalStateException(
          "got image readers for %s, expected %s".formatted(readers.keySet(), CLASSES.keySet()));
    }
    return readers;
  }

  /// A new reader, for one thread.
  static ImageReader of(Format format) throws IOException {
    ImageReaderSpi reader = READERS.get(format);
    if (reader == null) {
      throw new IllegalArgumentException("no ImageIO reader for " + format);
    }
    return reader.createReaderInstance();
  }
}
