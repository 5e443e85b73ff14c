package dev.kith.tools.train;

import dev.kith.tools.loss.batch.Labels;

/// Pictures to learn from, distorted anew in each step.
record Pictures(ImageSet set, Pixels pixels) implements Lesson {
  static Pictures of(Recipe recipe, ImageSet set) {
    return new Pictures(
        set, new Pixels(recipe.preparation(), recipe.augmentation(), recipe.seed()));
  }

  @Override
  public Labels labels() {
    return set.labels();
  }

  @Override
  public int classes() {
    return set.classes();
  }

  @Override
  public float[] plain(int[] samples) {
    return pixels.plain(set, samples);
  }

  @Override
  public float[] drawn(int[] samples, long step) {
    return pixels.distorted(set, samples, step);
  }
}
