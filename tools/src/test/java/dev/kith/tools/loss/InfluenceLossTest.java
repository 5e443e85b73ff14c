package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Labels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InfluenceLossTest {
  private static final Labels LABELS = Labels.of(0, 2, 1, 1);
  private static final int DIMENSION = 5;

  private final Random random = new Random(4);
  private final InfluenceLoss loss = new InfluenceLoss(centroids(), DIMENSION, 0.3);

  private float[] centroids() {
    var values = new float[3 * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private double[] embeddings() {
    return random.doubles((long) LABELS.size() * DIMENSION, -1, 1).toArray();
  }

  private double at(double[] embeddings) {
    try (var manager = Torch.manager()) {
      var rows = manager.create(embeddings, new Shape(LABELS.size(), DIMENSION));
      return loss.value(Batch.of(rows, LABELS), new NDList()).number();
    }
  }

  @Test
  void gradientsAgreeWithDifferences() {
    double[] start = embeddings();
    double[] gradient;
    try (var manager = Torch.manager();
        var collector = Torch.engine().newGradientCollector()) {
      var rows = manager.create(start, new Shape(LABELS.size(), DIMENSION));
      rows.setRequiresGradient(true);
      collector.backward(loss.value(Batch.of(rows, LABELS), new NDList()).loss());
      gradient = rows.getGradient().toDoubleArray();
    }
    for (int i = 0; i < start.length; i++) {
      double[] up = start.clone();
      double[] down = start.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      assertThat(gradient[i]).isCloseTo((at(up) - at(down)) / 2e-5, within(1e-7));
    }
  }

  @Test
  void embeddingsAtTheirOldCentroidsLoseLess() {
    float[] centroids = new float[] {1, 0, 0, 1};
    var plain = new InfluenceLoss(centroids, 2, 0.05);
    try (var manager = Torch.manager()) {
      var near = manager.create(new double[] {2, 0.1, 0, 3}, new Shape(2, 2));
      var far = manager.create(new double[] {0, 1, 1, 0}, new Shape(2, 2));
      var labels = Labels.of(0, 1);
      assertThat(plain.value(Batch.of(near, labels), new NDList()).number()).isLessThan(1e-6);
      assertThat(plain.value(Batch.of(far, labels), new NDList()).number()).isGreaterThan(10);
    }
  }
}
