package dev.kith.encoder.image;

import dev.kith.encoder.Image;
import dev.kith.encoder.Preparation;
import java.nio.FloatBuffer;

/// Brings images to an encoder's input: resized, its colours in order, normalised, channel planes
/// one after another (CHW), written straight into a buffer. The same image gives the same floats on
/// every machine. Thread-safe.
public final class Resampler {
  private final Preparation preparation;

  public Resampler(Preparation preparation) {
    this.preparation = preparation;
  }

  /// Writes `preparation.floats()` floats at the buffer's position and on.
  public void write(Image image, FloatBuffer target) {
    float[] resized = resize(image);
    int area = preparation.width() * preparation.height();
    for (int channel = 0; channel < preparation.channels(); channel++) {
      float std = preparation.std().get(channel).floatValue();
      float scale = 1 / (255 * std);
      float shift = preparation.mean().get(channel).floatValue() / std;
      float[] plane = new float[area];
      plane(image.channels(), resized, channel, plane);
      for (int i = 0; i < area; i++) {
        plane[i] = plane[i] * scale - shift;
      }
      target.put(plane);
    }
  }

  private void plane(int given, float[] resized, int channel, float[] plane) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] =
          given == 1
              ? resized[i]
              : switch (preparation.colour()) {
                case RGB -> resized[3 * i + channel];
                case BGR -> resized[3 * i + 2 - channel];
                case GREY -> luma(resized, 3 * i);
              };
    }
  }

  /// Y' of ITU-R BT.601.
  private static float luma(float[] rgb, int at) {
    return 0.299f * rgb[at] + 0.587f * rgb[at + 1] + 0.114f * rgb[at + 2];
  }

  /// One pass over the source rows: each is resized along x once and added to the output rows that
  /// draw from it.
  private float[] resize(Image image) {
    Window window = Window.of(image, preparation);
    Taps across = new Taps(image.width(), window.left, window.right, preparation.width());
    Taps down = new Taps(image.height(), window.top, window.bottom, preparation.height());
    int channels = image.channels();
    int rowLength = preparation.width() * channels;
    float[] resized = new float[preparation.height() * rowLength];
    float[] source = new float[image.width() * channels];
    float[] row = new float[rowLength];
    int firstOutput = 0;
    for (int y = down.first(0); firstOutput < down.outputs(); y++) {
      image.row(y, source);
      along(source, across, channels, row);
      int output = firstOutput;
      for (; output < down.outputs() && down.first(output) <= y; output++) {
        float[] weights = down.weights(output);
        int tap = y - down.first(output);
        if (tap < weights.length) {
          add(row, weights[tap], resized, output * rowLength);
        }
      }
      while (firstOutput < down.outputs()
          && y + 1 >= down.first(firstOutput) + down.weights(firstOutput).length) {
        firstOutput++;
      }
    }
    return resized;
  }

  private static void along(float[] source, Taps taps, int channels, float[] row) {
    for (int x = 0; x < taps.outputs(); x++) {
      float[] weights = taps.weights(x);
      int at = taps.first(x) * channels;
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int t = 0; t < weights.length; t++) {
          sum += weights[t] * source[at + t * channels + c];
        }
        row[x * channels + c] = sum;
      }
    }
  }

  private static void add(float[] row, float weight, float[] target, int at) {
    for (int i = 0; i < row.length; i++) {
      target[at + i] += weight * row[i];
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
