package dev.kith.tools.train;

import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.loss.batch.Labels;
import java.util.stream.IntStream;

/// Embeddings to learn from, as they are: what a head on a frozen encoder takes.
record Rows(Embeddings embeddings) implements Lesson {
  @Override
  public Labels labels() {
    return Labels.of(IntStream.range(0, embeddings.size()).map(embeddings::label).toArray());
  }

  @Override
  public int classes() {
    return embeddings.classes();
  }

  @Override
  public float[] plain(int[] samples) {
    int dimension = embeddings.dimension();
    var rows = new float[samples.length * dimension];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(embeddings.values(samples[i]), 0, rows, i * dimension, dimension);
    }
    return rows;
  }

  @Override
  public float[] drawn(int[] samples, long step) {
    return plain(samples);
  }
}
