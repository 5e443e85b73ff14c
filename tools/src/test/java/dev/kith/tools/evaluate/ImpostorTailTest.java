package dev.kith.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ImpostorTailTest {
  @Test
  void findsTheTailItWasDrawnFrom() {
    // above 0.5, an eighth of the scores, generalised Pareto with scale 0.05 and shape -0.2
    var random = new Random(4);
    var scores = new float[400_000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          (float)
              (random.nextInt(8) > 0
                  ? 0.5 * random.nextDouble()
                  : 0.5 + 0.05 * (Math.pow(1 - random.nextDouble(), 0.2) - 1) / -0.2);
    }
    var tail = ImpostorTail.fit(scores, 0.125, 10);
    assertThat(tail.start()).isCloseTo(0.5, within(0.001));
    assertThat(tail.scale()).isCloseTo(0.05, within(0.002));
    assertThat(tail.shape()).isCloseTo(-0.2, within(0.02));
  }

  @Test
  void aThresholdGivesTheFpirItWasAskedFor() {
    for (double shape : new double[] {-0.3, 0, 0.2}) {
      var tail = new ImpostorTail(0.4, 0.01, 0.01, shape, 1_000_000, 100);
      for (double fpir : new double[] {0.01, 0.001}) {
        double threshold = tail.threshold(fpir, 1000);
        assertThat(tail.fpir(threshold, 1000)).isCloseTo(fpir, within(fpir * 1e-6));
      }
    }
  }

  @Test
  void aLargerGalleryNeedsAHigherThreshold() {
    var tail = new ImpostorTail(0.4, 0.01, 0.03, -0.1, 1_000_000, 100);
    assertThat(tail.threshold(0.001, 10_000)).isGreaterThan(tail.threshold(0.001, 100));
  }
}
