package dev.kith.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenSetTest {
  private final OpenSet draw =
      new OpenSet(
          List.of(0.9f, 0.8f, 0.7f, 0.3f), List.of(true, true, false, true), List.of(0.6f, 0.2f));

  @Test
  void aMatedProbeFailsWhenAnotherIsFirstOrTheScoreIsLow() {
    assertThat(draw.rank1()).isEqualTo(0.75);
    assertThat(draw.fnir(0.5)).isEqualTo(0.5);
    assertThat(draw.fnir(0.85)).isEqualTo(0.75);
  }

  @Test
  void theThresholdLetsNoMoreStrangersPassThanAsked() {
    assertThat(draw.fpir(draw.threshold(0.01))).isZero();
    assertThat(draw.fpir(draw.threshold(0.5))).isEqualTo(0.5);
  }

  @Test
  void aurocCountsPairsInTheRightOrder() {
    assertThat(draw.auroc()).isEqualTo(7 / 8.0);
  }

  @Test
  void strangersAreNeverEnrolled() {
    // class i points along axis i: mated probes score 1, strangers 0
    var rows = new float[4 * 3 * 4];
    var labels = new int[12];
    for (int i = 0; i < 12; i++) {
      labels[i] = i / 3;
      rows[i * 4 + i / 3] = 2;
    }
    var drawn = OpenSet.draw(new Embeddings(4, rows, labels), 2, 1, 2, new Random(1));
    assertThat(drawn.mated()).containsExactly(1f, 1f, 1f, 1f);
    assertThat(drawn.strangers()).containsExactly(0f, 0f, 0f, 0f);
    assertThat(drawn.rank1()).isEqualTo(1);
  }
}
