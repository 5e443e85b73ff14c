package dev.kith.encoder.image;

import dev.kith.encoder.Image;
import dev.kith.encoder.Preparation;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Brings images to an encoder's input: resized, its colours in order, normalised, channel planes
/// one after another (CHW), written straight into a buffer. The same image gives the same floats on
/// every machine. Thread-safe.
public final class Resampler {
  private final Preparation preparation;
  private final float[] scales;
  private final float[] shifts;

  public Resampler(Preparation preparation) {
    this.preparation = preparation;
    this.scales = new float[preparation.channels()];
    this.shifts = new float[preparation.channels()];
    for (int channel = 0; channel < scales.length; channel++) {
      double std = preparation.std().get(channel);
      scales[channel] = (float) (1 / (255 * std));
      shifts[channel] = (float) (preparation.mean().get(channel) / std);
    }
  }

  /// Writes `preparation.floats()` floats at the buffer's position and moves it behind them.
  ///
  /// Columns first: that pass runs over whole rows and leaves few of them for the second.
  public void write(Image image, FloatBuffer target) {
    Window window = Window.of(image, preparation);
    Taps across = new Taps(image.width(), window.left, window.right, preparation.width());
    Taps down = new Taps(image.height(), window.top, window.bottom, preparation.height());
    float[] blended = new float[image.width() * image.channels()];
    float[] row = new float[preparation.width() * image.channels()];
    float[] plane = new float[preparation.width()];
    int start = target.position();
    for (int y = 0; y < preparation.height(); y++) {
      Arrays.fill(blended, 0);
      for (int tap = 0; tap < down.count(y); tap++) {
        image.addRow(down.first(y) + tap, down.weight(y, tap), blended);
      }
      along(blended, across, image.channels(), row);
      for (int channel = 0; channel < preparation.channels(); channel++) {
        plane(image.channels(), row, channel, plane);
        int at = (channel * preparation.height() + y) * preparation.width();
        target.put(start + at, plane);
      }
    }
    target.position(start + preparation.floats());
  }

  private void plane(int given, float[] row, int channel, float[] plane) {
    float scale = scales[channel];
    float shift = shifts[channel];
    for (int x = 0; x < plane.length; x++) {
      float value =
          given == 1
              ? row[x]
              : switch (preparation.colour()) {
                case RGB -> row[3 * x + channel];
                case BGR -> row[3 * x + 2 - channel];
                case GREY -> luma(row, 3 * x);
              };
      plane[x] = value * scale - shift;
    }
  }

  /// Y' of ITU-R BT.601.
  private static float luma(float[] rgb, int at) {
    return 0.299f * rgb[at] + 0.587f * rgb[at + 1] + 0.114f * rgb[at + 2];
  }

  private static void along(float[] source, Taps taps, int channels, float[] row) {
    if (channels == 1) {
      alongGrey(source, taps, row);
    } else {
      alongColours(source, taps, row);
    }
  }

  private static void alongGrey(float[] source, Taps taps, float[] row) {
    for (int x = 0; x < taps.outputs(); x++) {
      int at = taps.first(x);
      float sum = 0;
      for (int tap = 0; tap < taps.count(x); tap++) {
        sum += taps.weight(x, tap) * source[at + tap];
      }
      row[x] = sum;
    }
  }

  private static void alongColours(float[] source, Taps taps, float[] row) {
    for (int x = 0; x < taps.outputs(); x++) {
      int at = 3 * taps.first(x);
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int tap = 0; tap < taps.count(x); tap++, at += 3) {
        float weight = taps.weight(x, tap);
        red += weight * source[at];
        green += weight * source[at + 1];
        blue += weight * source[at + 2];
      }
      row[3 * x] = red;
      row[3 * x + 1] = green;
      row[3 * x + 2] = blue;
    }
  }

  /// The part of the source that the output covers.
  private record Window(double left, double right, double top, double bottom) {
    static Window of(Image image, Preparation preparation) {
      double wide = (double) image.width() / preparation.width();
      double high = (double) image.height() / preparation.height();
      return switch (preparation.fit()) {
        case STRETCH -> new Window(0, image.width(), 0, image.height());
        case CROP -> centred(image, preparation, Math.min(wide, high));
        case PAD -> centred(image, preparation, Math.max(wide, high));
      };
    }

    private static Window centred(Image image, Preparation preparation, double scale) {
      double x = image.width() / 2.0;
      double y = image.height() / 2.0;
      double halfWidth = preparation.width() * scale / 2;
      double halfHeight = preparation.height() * scale / 2;
      return new Window(x - halfWidth, x + halfWidth, y - halfHeight, y + halfHeight);
    }
  }
}
