package dev.kith.tools.evaluate;

import dev.kith.encoder.Image;
import dev.kith.encoder.image.ImageReading;
import dev.kith.encoder.image.UnusableImage;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/// Images of a folder once more, small, as text that a page can hold.
final class Thumbnails {
  private static final int SIZE = 72;
  private static final long MAX_PIXELS = 100_000_000;

  private Thumbnails() {}

  /// @param origins which images
  /// @return `data:` addresses by origin
  static Map<String, String> of(Path images, Set<String> origins) throws IOException {
    Map<String, String> found = new HashMap<>();
    ImageReading reading = new ImageReading(MAX_PIXELS);
    try (Source source = Source.open(images, Optional.empty())) {
      while (source.hasNext() && found.size() < origins.size()) {
        if (source.next() instanceof SourceItem.Sample sample
            && origins.contains(sample.origin())) {
          found.put(sample.origin(), address(reading.read(sample.image())));
        }
      }
    } catch (UnusableImage e) {
      throw new IOException("an image that was read before can't be read again", e);
    }
    return found;
  }

  private static String address(Image image) throws IOException {
    int side = Math.max(image.width(), image.height());
    int width = Math.max(1, image.width() * SIZE / side);
    int height = Math.max(1, image.height() * SIZE / side);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        small.setRGB(x, y, rgb(image, x * image.width() / width, y * image.height() / height));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(small, "png", bytes);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static int rgb(Image image, int x, int y) {
    int red = image.sample(x, y, 0);
    boolean grey = image.channels() == 1;
    return red << 16
        | (grey ? red : image.sample(x, y, 1)) << 8
        | (grey ? red : image.sample(x, y, 2));
  }
}
