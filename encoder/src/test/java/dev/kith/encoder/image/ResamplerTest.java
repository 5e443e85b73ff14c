package dev.kith.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.encoder.Image;
import dev.kith.encoder.Preparation;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  @Test
  void tapsSumToOneAndCoverTheSource() {
    for (int size : new int[] {1, 2, 7, 100, 250}) {
      for (int outputs : new int[] {1, 3, 28, 112}) {
        Taps taps = new Taps(size, 0, size, outputs);
        for (int i = 0; i < outputs; i++) {
          float sum = 0;
          for (int tap = 0; tap < taps.count(i); tap++) {
            sum += taps.weight(i, tap);
          }
          assertThat(sum)
              .as("size %d output %d of %d", size, i, outputs)
              .isCloseTo(1, within(1e-5f));
          assertThat(taps.first(i) + taps.count(i)).isLessThanOrEqualTo(size);
        }
      }
    }
  }

  @Test
  void anImageOfTheInputsSizeIsOnlyNormalised() {
    Image image = new Image(2, 1, 3, new byte[] {10, 20, 30, 40, 50, 60});
    Preparation bgr =
        new Preparation(
            3,
            1,
            2,
            Preparation.Colour.BGR,
            Preparation.Fit.STRETCH,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25));
    float[] floats = written(bgr, image);
    int[] wanted = {30, 60, 20, 50, 10, 40};
    for (int i = 0; i < wanted.length; i++) {
      assertThat(floats[i]).isCloseTo((wanted[i] / 255f - 0.5f) / 0.25f, within(1e-5f));
    }
  }

  @Test
  void shrinkingAverages() {
    byte[] stripes = new byte[64 * 64];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = (byte) (i % 2 == 0 ? 0 : 255);
    }
    float[] floats = written(grey(8, Preparation.Fit.STRETCH), new Image(64, 64, 1, stripes));
    assertThat(floats).hasSize(64);
    for (float each : floats) {
      assertThat(each).isCloseTo(0.5f, within(0.03f));
    }
  }

  @Test
  void croppingTakesTheMiddleAndPaddingRepeatsTheBorder() {
    byte[] wide = new byte[30 * 10];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = (byte) (i % 30 < 10 ? 0 : i % 30 < 20 ? 128 : 255);
    }
    Image image = new Image(30, 10, 1, wide);
    float[] cropped = written(grey(10, Preparation.Fit.CROP), image);
    assertThat(cropped[5 * 10 + 5]).isCloseTo(128 / 255f, within(0.01f));
    assertThat(cropped[5 * 10]).isBetween(0.2f, 0.51f);
    float[] padded = written(grey(30, Preparation.Fit.PAD), image);
    assertThat(padded[0]).isCloseTo(0, within(0.01f));
    assertThat(padded[29]).isCloseTo(1, within(0.01f));
  }

  private static Preparation grey(int side, Preparation.Fit fit) {
    return new Preparation(1, side, side, Preparation.Colour.GREY, fit, List.of(0.0), List.of(1.0));
  }

  private static float[] written(Preparation preparation, Image image) {
    FloatBuffer buffer = FloatBuffer.allocate(preparation.floats());
    new Resampler(preparation).write(image, buffer);
    assertThat(buffer.remaining()).isZero();
    return buffer.array();
  }
}
