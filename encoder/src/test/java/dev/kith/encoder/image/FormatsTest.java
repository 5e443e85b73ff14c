package dev.kith.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.encoder.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same 48 x 32 picture in the kinds of files that the JDK can't write: red at the left, blue
/// at the right, 255 at the top and 160 at the bottom.
class FormatsTest {
  private final ImageReading reading = new ImageReading(1_000_000);

  static byte[] file(String name) {
    try (InputStream in = FormatsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "progressive.jpg",
        "lossy.webp",
        "lossless.webp",
        "lzw.tiff",
        "jpeg.tiff",
        "deflate16.tiff",
        "cmyk.tiff",
        "tiled.tiff",
        "rgb16.png",
        "palette.png",
        "interlaced.png",
        "rle.bmp",
        "picture.gif",
        "picture16.ppm"
      })
  void everyKindShowsTheSamePicture(String name) throws Exception {
    shows(name, 255);
  }

  /// Half transparent, so every sample lies half way to white.
  @ParameterizedTest
  @ValueSource(strings = {"alpha.png", "rgba16.png", "alpha.webp", "alpha.bmp"})
  void everyKindOfTransparencyLiesOnWhite(String name) throws Exception {
    shows(name, 127);
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    List<String> names = List.of("cmyk.jpg", "progressive.jpg", "alpha.webp", "lzw.tiff");
    Callable<List<Integer>> task =
        () -> {
          List<Integer> hashes = new ArrayList<>();
          for (int round = 0; round < 20; round++) {
            for (String name : names) {
              hashes.add(hash(reading.read(file(name))));
            }
          }
          return hashes;
        };
    List<Integer> alone = task.call();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<List<Integer>> each : threads.invokeAll(Collections.nCopies(8, task))) {
        assertThat(each.get()).isEqualTo(alone);
      }
    }
  }

  private static int hash(Image image) {
    float[] sums = new float[image.width() * image.channels()];
    for (int y = 0; y < image.height(); y++) {
      image.addRow(y, y + 1, sums);
    }
    return Arrays.hashCode(sums);
  }

  private void shows(String name, int opacity) throws Exception {
    Image image = reading.read(file(name));
    assertThat(image.width()).isEqualTo(48);
    assertThat(image.height()).isEqualTo(32);
    int white = 255 - opacity;
    for (int x : new int[] {6, 40}) {
      int lit = x < 24 ? 0 : 2;
      assertThat(image.sample(x, 1, lit)).isCloseTo(white + 250 * opacity / 255, within(14));
      assertThat(image.sample(x, 30, lit)).isCloseTo(white + 162 * opacity / 255, within(14));
      assertThat(image.sample(x, 1, 2 - lit)).isCloseTo(white, within(6));
      assertThat(image.sample(x, 30, 1)).isCloseTo(white, within(6));
    }
  }
}
