package dev.kith.tools.train;

import dev.kith.tools.loss.batch.Labels;
import java.util.stream.IntStream;

/// Labelled samples as a net takes them. One thread.
interface Lesson {
  /// The class of each sample, from 0.
  Labels labels();

  int classes();

  /// The samples as they are, one after another.
  float[] plain(int[] samples);

  /// The samples as a step sees them.
  float[] drawn(int[] samples, long step);

  /// The number of every sample.
  default int[] all() {
    return IntStream.range(0, labels().size()).toArray();
  }
}
