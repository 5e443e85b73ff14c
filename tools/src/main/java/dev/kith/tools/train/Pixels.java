package dev.kith.tools.train;

import dev.kith.encoder.Preparation;
import dev.kith.tools.loss.batch.Draws;
import java.util.random.RandomGenerator;

/// Fills a batch: distorts and normalises pictures. One thread.
final class Pixels {
  private final Preparation preparation;
  private final Augmentation augmentation;
  private final Draws draws;

  Pixels(Preparation preparation, Augmentation augmentation, long seed) {
    this.preparation = preparation;
    this.augmentation = augmentation;
    this.draws = new Draws(seed + 0x50495845);
  }

  /// The pictures as they are, [n, channels, height, width].
  float[] plain(ImageSet set, int[] samples) {
    var target = new float[samples.length * preparation.floats()];
    for (int i = 0; i < samples.length; i++) {
      write(set.planes(samples[i]), Augmentation.Warp.NONE, target, i * preparation.floats());
    }
    return target;
  }

  /// The pictures as a step sees them.
  float[] distorted(ImageSet set, int[] samples, long step) {
    if (augmentation.none()) {
      return plain(set, samples);
    }
    RandomGenerator random = draws.at(step);
    var target = new float[samples.length * preparation.floats()];
    for (int i = 0; i < samples.length; i++) {
      var warp = augmentation.draw(random, preparation.height(), preparation.width());
      write(set.planes(samples[i]), warp, target, i * preparation.floats());
    }
    return target;
  }

  private void write(byte[] planes, Augmentation.Warp warp, float[] target, int at) {
    int area = preparation.height() * preparation.width();
    for (int channel = 0; channel < preparation.channels(); channel++) {
      int start = channel * area;
      if (warp.equals(Augmentation.Warp.NONE)) {
        for (int i = 0; i < area; i++) {
          target[at + start + i] = planes[start + i] & 0xFF;
        }
      } else {
        warp.apply(planes, start, preparation.height(), preparation.width(), target, at + start);
      }
      float scale = (float) (1 / (255 * preparation.std().get(channel)));
      float shift = (float) (preparation.mean().get(channel) / preparation.std().get(channel));
      for (int i = at + start; i < at + start + area; i++) {
        target[i] = target[i] * scale - shift;
      }
    }
  }
}
