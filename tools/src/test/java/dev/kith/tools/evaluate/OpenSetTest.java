package dev.kith.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.tools.evaluate.OpenSet.Probe;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenSetTest {
  private final OpenSet draw =
      new OpenSet(
          List.of(
              new Probe(0, 0.9f, 1, 0, 0),
              new Probe(0, 0.8f, 1, 1, 0),
              new Probe(1, 0.7f, 2, 2, 0),
              new Probe(1, 0.3f, 1, 3, 0)),
          List.of(new Probe(2, 0.6f, 0, 4, 0), new Probe(3, 0.2f, 0, 5, 0)));

  @Test
  void aMatedProbeFailsWhenAnotherIsFirstOrTheScoreIsLow() {
    assertThat(draw.identified(1)).isEqualTo(0.75);
    assertThat(draw.identified(2)).isEqualTo(1);
    assertThat(draw.fnir(0.5)).isEqualTo(0.5);
    assertThat(draw.fnir(0.85)).isEqualTo(0.75);
  }

  @Test
  void theThresholdLetsNoMoreStrangersPassThanAsked() {
    assertThat(draw.fpir(draw.threshold(0.01))).isZero();
    assertThat(draw.fpir(draw.threshold(0.5))).isEqualTo(0.5);
  }

  @Test
  void aurocCountsPairsInTheRightOrderAndOscrOnlyThoseThatAreFirst() {
    assertThat(draw.auroc()).isEqualTo(7 / 8.0);
    assertThat(draw.oscr()).isEqualTo(5 / 8.0);
  }

  /// Class i points along axis i, with three samples each.
  private static Embeddings axes(int classes) {
    var rows = new float[classes * 3 * classes];
    var labels = new int[classes * 3];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / 3;
      rows[i * classes + i / 3] = 2;
    }
    return new Embeddings(classes, rows, labels);
  }

  @Test
  void strangersAreNeverEnrolled() {
    var drawn = OpenSet.draw(axes(4), List.of(0, 2), List.of(1, 3), 1);
    assertThat(drawn.mated()).extracting(Probe::score).containsExactly(1f, 1f, 1f, 1f);
    assertThat(drawn.strangers()).extracting(Probe::score).containsExactly(0f, 0f, 0f, 0f);
    assertThat(drawn.identified(1)).isEqualTo(1);
  }

  @Test
  void theIndexFindsWhatAnExactScanFinds() {
    int classes = 60;
    var random = new Random(11);
    var rows = new float[classes * 4 * 16];
    var labels = new int[classes * 4];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian() + (i / 64 % 16 == i % 16 ? 3 : 0);
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / 4;
    }
    var all = new Embeddings(16, rows, labels);
    List<Integer> enrolled = IntStream.range(0, 40).boxed().toList();
    var drawn = OpenSet.draw(all, enrolled, IntStream.range(40, 60).boxed().toList(), 2);
    assertThat(drawn.mated()).hasSize(80);
    assertThat(drawn.strangers()).hasSize(40);
    for (Probe probe : Stream.concat(drawn.mated().stream(), drawn.strangers().stream()).toList()) {
      double best = -2;
      for (int label : enrolled) {
        best = Math.max(best, all.score(4 * label, probe.row()));
        best = Math.max(best, all.score(4 * label + 1, probe.row()));
      }
      assertThat((double) probe.score()).isCloseTo(best, within(1e-6));
      assertThat((double) all.score(probe.best(), probe.row())).isCloseTo(best, within(1e-6));
    }
  }

  @Test
  void aResampledDrawKeepsWholeClasses() {
    OpenSet again = draw.resampled(new Random(5));
    assertThat(again.mated()).hasSize(4);
    for (int i = 0; i < 4; i += 2) {
      assertThat(again.mated().get(i).label()).isEqualTo(again.mated().get(i + 1).label());
    }
  }

  @Test
  void perfectClassesAreFoundPerfectly() {
    Retrieval found = Retrieval.of(axes(5));
    assertThat(found.recallAt()).containsEntry(1, 1.0).containsEntry(8, 1.0);
    assertThat(found.rPrecision()).isEqualTo(1);
    assertThat(found.mapAtR()).isCloseTo(1, within(1e-12));
  }

  @Test
  void precisionIsAveragedOverTheNearest() {
    // on a line of angles: a at 0 and 30 degrees, b at 10 and 20
    double[] degrees = {0, 30, 10, 20};
    int[] labels = {0, 0, 1, 1};
    float[] rows = new float[8];
    for (int i = 0; i < 4; i++) {
      rows[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
      rows[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
    }
    Retrieval found = Retrieval.of(new Embeddings(2, rows, labels));
    // R is 1: both of a find a b first; of the b, one ties and one may find the other
    assertThat(found.recallAt1()).isEqualTo(found.mapAtR()).isLessThanOrEqualTo(0.5);
  }
}
