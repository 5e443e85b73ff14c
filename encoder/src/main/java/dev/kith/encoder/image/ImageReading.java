package dev.kith.encoder.image;

import dev.kith.encoder.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Decodes PNG, JPEG (CMYK and YCCK too), WebP, GIF, BMP, TIFF (ImageIO, with TwelveMonkeys'
/// readers) and PBM, PGM, PPM (ours); of several pictures in a file, the first. The header's
/// dimensions are checked before a pixel is decoded; files that end early or are damaged are
/// refused; EXIF's orientation is applied, and the colour profiles of JPEG, WebP and TIFF (CMYK
/// without one goes by the system's generic profile, where it has one). Thread-safe.
public final class ImageReading {
  private static final List<String> SIGNS_OF_DAMAGE =
      List.of("truncat", "premature", "corrupt", "inconsistent progression", "eof", "end of file");

  /// Cameras that pad their files; the picture is whole.
  private static final String PADDED = "extraneous bytes before marker 0xd9";

  private final PixelLimit limit;

  /// @param maxPixels the largest image decoded: width times height at 24 bits a pixel, deeper
  ///   pixels count for more
  public ImageReading(long maxPixels) {
    this.limit = new PixelLimit(maxPixels);
  }

  /// @throws UnusableImage when the bytes are no image, end early, are damaged or too large
  public Image read(byte[] bytes) throws UnusableImage {
    Format format =
        Format.of(bytes)
            .orElseThrow(() ->
                new UnusableImage(
                    "image-unknown",
                    "got %d bytes that are none of PNG, JPEG, WebP, GIF, BMP, TIFF, PNM"
                        .formatted(bytes.length)));
    if (format == Format.PNM) {
      return new PnmReader(bytes).read(limit);
    }
    int orientation = Wholeness.check(format, bytes, limit);
    return decode(format, bytes).oriented(orientation);
  }

  @SuppressWarnings("CatchingUnchecked") // readers meet hostile bytes with every kind of exception
  private Image decode(Format format, byte[] bytes) throws UnusableImage {
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream in = new SampleStream(bytes)) {
      ImageReader reader = Readers.of(format);
      try {
        reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        limit.check(reader.getWidth(0), reader.getHeight(0));
        BufferedImage decoded = reader.read(0);
        for (String warning : warnings) {
          refuse(warning);
        }
        return Pixels.of(decoded);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw UnusableImage.damaged(
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private static void refuse(String warning) throws UnusableImage {
    String words = warning.toLowerCase(Locale.ROOT);
    if (!words.contains(PADDED) && SIGNS_OF_DAMAGE.stream().anyMatch(words::contains)) {
      throw UnusableImage.truncated(warning);
    }
  }
}
