package dev.kith.tools.glyph;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A picture in shades of grey, 0 (black) to 255 (white), rows from the top. Immutable.
public final class GreyImage {
  private final int width;
  private final int height;
  private final byte[] pixels;

  /// @param pixels height x width bytes, kept as they are: the caller lets go of them
  public GreyImage(int width, int height, byte[] pixels) {
    if (width < 1 || height < 1 || pixels.length != width * height) {
      throw new IllegalArgumentException(
          "%d pixels for %d x %d, expected width times height"
              .formatted(pixels.length, width, height));
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /// The shade at a column and a row.
  public int at(int x, int y) {
    return pixels[y * width + x] & 0xFF;
  }

  public byte[] pixels() {
    return pixels.clone();
  }

  public BufferedImage buffered() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    return image;
  }

  /// The bytes of a PNG file.
  public byte[] png() {
    var bytes = new ByteArrayOutputStream();
    // not through ImageIO's disk cache: it costs more than the encoding
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(buffered(), "png", out)) {
        throw new IllegalStateException("this runtime has no png writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
