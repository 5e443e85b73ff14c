package dev.kith.tools.loss.mine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.Torch;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Draws;
import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.loss.batch.Pairwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MinerTest {
  private static final MinerOptions OPTIONS = new MinerOptions(0.3, 0.1, 20, 0.5, 1.4, 5);

  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private record Triple(int anchor, int positive, int negative) {}

  /// Points on a line, so that distances are plain to see.
  private Pairwise line(Labels labels, double... points) {
    var embeddings = manager.create(points, new Shape(points.length, 1));
    return new Pairwise(Batch.of(embeddings, labels), Distance.L2);
  }

  private Pairwise cloud(Labels labels, int dimension) {
    RandomGenerator random = new Draws(42).at(0);
    double[] values = new double[labels.size() * dimension];
    Arrays.setAll(values, _ -> random.nextGaussian());
    var embeddings = manager.create(values, new Shape(labels.size(), dimension));
    return new Pairwise(Batch.of(embeddings, labels), Distance.L2_NORMALIZED);
  }

  private static List<Triple> mined(String name, Pairwise pairwise, long step) {
    List<Triple> triples = new ArrayList<>();
    Miner miner = Miners.named(name, OPTIONS).orElseThrow();
    miner.mine(pairwise, step).triplets().forEach((a, p, n) -> triples.add(new Triple(a, p, n)));
    return triples;
  }

  @Test
  void everyTripletIsHardSemiHardOrEasy() {
    Pairwise cloud = cloud(Labels.of(0, 0, 0, 1, 1, 1, 2, 2, 2), 6);
    List<Triple> all = mined("all", cloud, 0);
    assertThat(all).hasSize(9 * 2 * 6).doesNotHaveDuplicates();
    List<Triple> parts = new ArrayList<>(mined("hard", cloud, 0));
    parts.addAll(mined("semi_hard", cloud, 0));
    parts.addAll(mined("easy", cloud, 0));
    assertThat(parts).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void hardSemiHardAndEasyKeepTheirWords() {
    // from 0: the positive at 1, negatives at 0.9 (hard), 1.2 (semi-hard at margin 0.3), 2 (easy)
    Pairwise line = line(Labels.of(0, 0, 1, 2, 3), 0, 1, 0.9, -1.2, 2);
    assertThat(mined("hard", line, 0))
        .contains(new Triple(0, 1, 2))
        .doesNotContain(new Triple(0, 1, 3));
    assertThat(mined("semi_hard", line, 0))
        .contains(new Triple(0, 1, 3))
        .doesNotContain(new Triple(0, 1, 4));
    assertThat(mined("easy", line, 0))
        .contains(new Triple(0, 1, 4))
        .doesNotContain(new Triple(0, 1, 2));
  }

  @Test
  void batchHardTakesTheFarthestPositiveAndTheNearestNegative() {
    Pairwise line = line(Labels.of(0, 0, 0, 1, 1), 0, 1, 3, 5, 2.5);
    assertThat(mined("batch_hard", line, 0))
        .containsExactly(
            new Triple(0, 2, 4),
            new Triple(1, 2, 4),
            new Triple(2, 0, 4),
            new Triple(3, 4, 2),
            new Triple(4, 3, 2));
    assertThat(mined("batch_easy_hard", line, 0))
        .containsExactly(
            new Triple(0, 1, 4),
            new Triple(1, 0, 4),
            new Triple(2, 1, 4),
            new Triple(3, 4, 2),
            new Triple(4, 3, 2));
  }

  @Test
  void faceNetFallsBackToTheFarthestNegative() {
    Pairwise line = line(Labels.of(0, 0, 1, 1), 0, 10, 1, 2);
    assertThat(mined("facenet_semi_hard", line, 0)).contains(new Triple(0, 1, 3));
  }

  @Test
  void multiSimilarityKeepsThePairsThatOverlap() {
    // from 0: positives at 1 and 3, negatives at 2 and 9: positives beyond 2 − ε, negatives within
    // 3 + ε
    Pairwise line = line(Labels.of(0, 0, 0, 1, 1), 0, 1, 3, 2, 9);
    Pairs pairs = Miners.named("multi_similarity", OPTIONS).orElseThrow().mine(line, 0).pairs();
    assertThat(pairs.positive(0, 1)).isFalse();
    assertThat(pairs.positive(0, 2)).isTrue();
    assertThat(pairs.negative(0, 3)).isTrue();
    assertThat(pairs.negative(0, 4)).isFalse();
  }

  @Test
  void angularKeepsWideAnglesAtTheNegative() {
    Pairwise cloud = cloud(Labels.of(0, 0, 1, 1, 2, 2), 3);
    double[][] points = new double[6][];
    RandomGenerator random = new Draws(42).at(0);
    for (int row = 0; row < 6; row++) {
      double[] point = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double length = Math.sqrt(point[0] * point[0] + point[1] * point[1] + point[2] * point[2]);
      points[row] = Arrays.stream(point).map(x -> x / length).toArray();
    }
    List<Triple> expected =
        mined("all", cloud, 0).stream().filter(t -> angle(points, t) > 20).toList();
    assertThat(expected).isNotEmpty().hasSizeLessThan(24);
    assertThat(mined("angular", cloud, 0)).isEqualTo(expected);
  }

  private static double angle(double[][] points, Triple triple) {
    double base = 0;
    double height = 0;
    for (int i = 0; i < 3; i++) {
      double anchor = points[triple.anchor()][i];
      double positive = points[triple.positive()][i];
      base += Math.pow(anchor - positive, 2);
      height += Math.pow(points[triple.negative()][i] - (anchor + positive) / 2, 2);
    }
    return Math.toDegrees(Math.atan(Math.sqrt(base) / (2 * Math.sqrt(height))));
  }

  @Test
  void distanceWeightedDrawsByTheInverseOfTheDensity() {
    Labels labels = Labels.of(0, 0, 1, 1, 2, 2, 3, 3);
    Pairwise cloud = cloud(labels, 6);
    int draws = 20_000;
    double[] share = new double[8];
    for (int step = 0; step < draws; step++) {
      for (Triple triple : mined("distance_weighted", cloud, step)) {
        if (triple.anchor() == 0) {
          share[triple.negative()] += 1.0 / draws;
        }
      }
    }
    double[] weight = new double[8];
    for (int column = 2; column < 8; column++) {
      double d = Math.max(0.5, cloud.at(0, column));
      weight[column] = d >= 1.4 ? 0 : Math.pow(d, -4) * Math.pow(1 - d * d / 4, -1.5);
    }
    double sum = Arrays.stream(weight).sum();
    assertThat(sum).isPositive();
    for (int column = 0; column < 8; column++) {
      assertThat(share[column]).isBetween(weight[column] / sum - 0.02, weight[column] / sum + 0.02);
    }
  }

  @Test
  void aRandomMinerDependsOnSeedAndStepOnly() {
    Pairwise cloud = cloud(Labels.of(0, 0, 0, 1, 1, 1, 2, 2, 2), 4);
    assertThat(mined("distance_weighted", cloud, 3))
        .isEqualTo(mined("distance_weighted", cloud, 3));
    assertThat(mined("distance_weighted", cloud, 3))
        .isNotEqualTo(mined("distance_weighted", cloud, 4));
  }

  @Test
  void withoutNegativesOrPositivesThereIsNothingToMine() {
    for (String name : Miners.names()) {
      assertThat(mined(name, cloud(Labels.of(0, 0, 0), 4), 0)).as(name).isEmpty();
      assertThat(mined(name, cloud(Labels.of(0, 1, 2), 4), 0)).as(name).isEmpty();
    }
  }

  @Test
  void couplesPairUpWithinClassesWhateverTheOrder() {
    Couples couples = Couples.of(Labels.of(1, 0, 0, 1, 1, 2, 0, 0));
    assertThat(couples.anchors()).containsExactly(1, 0, 6);
    assertThat(couples.positives()).containsExactly(2, 3, 7);
    assertThat(couples.onePerClass().labels()).isEqualTo(Labels.of(0, 1));
  }
}
