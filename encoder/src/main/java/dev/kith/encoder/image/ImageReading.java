package dev.kith.encoder.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import dev.kith.encoder.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes PNG, JPEG, WebP, GIF, BMP, TIFF (ImageIO, with TwelveMonkeys' readers) and PBM, PGM, PPM
/// (ours). The header's dimensions are checked before a pixel is decoded; files that end early or
/// are damaged are refused; EXIF's orientation is applied. Thread-safe.
public final class ImageReading {
  private static final List<String> SIGNS_OF_DAMAGE =
      List.of("truncat", "premature", "corrupt", "unexpected", "missing", "eof", "inconsistent");

  private final long maxPixels;

  /// @param maxPixels the largest image decoded, width times height
  public ImageReading(long maxPixels) {
    this.maxPixels = maxPixels;
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
      return new PnmReader(bytes).read(maxPixels);
    }
    Wholeness.check(format, bytes);
    return decode(format, bytes).oriented(orientation(format, bytes));
  }

  static void checkSize(long width, long height, long maxPixels) throws UnusableImage {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE / 3 || width * height > maxPixels) {
      throw new UnusableImage(
          "image-too-large",
          "got an image of %d x %d pixels, expected at most %d in all"
              .formatted(width, height, maxPixels));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // readers meet hostile bytes with every kind of exception
  private Image decode(Format format, byte[] bytes) throws UnusableImage {
    ImageReader reader = reader(format);
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
      BufferedImage decoded = reader.read(0);
      for (String warning : warnings) {
        if (SIGNS_OF_DAMAGE.stream().anyMatch(warning.toLowerCase(Locale.ROOT)::contains)) {
          throw UnusableImage.truncated(warning);
        }
      }
      return Pixels.of(decoded);
    } catch (IOException | RuntimeException e) {
      throw UnusableImage.damaged(
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(Format format) throws UnusableImage {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    if (!readers.hasNext()) {
      throw new UnusableImage("image-unknown", "no reader for " + format);
    }
    return readers.next();
  }

  /// EXIF's orientation tag (CIPA DC-008, 0x0112); 1 where there is none.
  @SuppressWarnings("CatchingUnchecked") // a broken EXIF block must not cost the image
  private static int orientation(Format format, byte[] bytes) {
    if (format != Format.JPEG && format != Format.WEBP) {
      return 1;
    }
    try {
      Metadata metadata =
          ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes), bytes.length);
      ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer tag = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return tag == null ? 1 : tag;
    } catch (ImageProcessingException | IOException | RuntimeException _) {
      return 1;
    }
  }
}
