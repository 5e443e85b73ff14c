package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.loss.mine.Miners;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final Setting SETTING = new Setting(Trial.DIMENSION, 3, 0);
  private static final Labels LABELS = Labels.of(0, 1, 2, 0, 1, 2);

  private static Trial trial(String name, Map<String, ?> params) {
    return new Trial(name, params, LABELS, Trial.normal(6, 5), DataType.FLOAT64);
  }

  @Test
  void anUnknownNameOrParameterIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Losses.create("tripplet", Map.of(), SETTING))
        .isInstanceOf(LossParameterException.class)
        .hasMessageContaining("tripplet")
        .hasMessageContaining("triplet_batch_hard");
    assertThatThrownBy(() -> Losses.create("triplet", Map.of("margn", 1), SETTING))
        .isInstanceOf(LossParameterException.class)
        .hasMessageContaining("margn")
        .hasMessageContaining("margin");
  }

  @Test
  void aValueOfTheWrongKindOrOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Losses.create("supcon", Map.of("temperature", -1), SETTING))
        .isInstanceOf(LossParameterException.class)
        .hasMessage("loss supcon: got temperature = -1.0, expected a number above 0");
    assertThatThrownBy(() -> Losses.create("triplet", Map.of("mining", "wild"), SETTING))
        .isInstanceOf(LossParameterException.class);
    assertThatThrownBy(() -> Losses.create("triplet", Map.of("distance", "far"), SETTING))
        .isInstanceOf(LossParameterException.class);
    assertThatThrownBy(() -> Losses.create("triplet", Map.of("reducer", "some"), SETTING))
        .isInstanceOf(LossParameterException.class);
    assertThatThrownBy(() -> Losses.create("angular", Map.of("alpha_degrees", 90), SETTING))
        .isInstanceOf(LossParameterException.class);
  }

  @Test
  void aLabelBeyondTheClassesIsRefused() {
    Loss loss = Losses.create("arcface", Map.of(), new Setting(4, 2, 0));
    try (NDManager manager = Torch.manager()) {
      NDList weights = Weight.allocate(loss.weights(), manager, DataType.FLOAT32, 0);
      Batch batch = Batch.of(manager.ones(new Shape(2, 4)), Labels.of(0, 2));
      assertThatThrownBy(() -> loss.value(batch, weights))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("got label 2, expected one below 2");
    }
  }

  @Test
  void reducersDivideByWhatTheySay() {
    Map<String, Object> base = Map.of("margin", 0.1, "distance", "l2_normalized");
    Trial.Outcome sum = trial("triplet", with(base, "sum")).outcome();
    Trial.Outcome mean = trial("triplet", with(base, "mean")).outcome();
    Trial.Outcome nonZero = trial("triplet", with(base, "avg_nonzero")).outcome();
    assertThat(sum.terms()).isEqualTo(6 * 4);
    assertThat(sum.nonZero()).isBetween(1L, 23L);
    assertThat(mean.loss()).isCloseTo(sum.loss() / sum.terms(), within(1e-12));
    assertThat(nonZero.loss()).isCloseTo(sum.loss() / sum.nonZero(), within(1e-12));
  }

  private static Map<String, ?> with(Map<String, Object> params, String reducer) {
    Map<String, Object> all = new HashMap<>(params);
    all.put("reducer", reducer);
    return all;
  }

  @Test
  void everyVariantAndMinerGivesTheGradientsOfItsValue() {
    for (String variant : List.of("O", "Ds", "Dq", "Iu", "Ib")) {
      assertThat(trial("pnp", Map.of("variant", variant, "anneal", 0.1)).gradientError(1e-6))
          .as(variant)
          .isLessThan(1e-6);
    }
    for (String mining : Miners.names()) {
      assertThat(trial("triplet", Map.of("margin", 0.5, "mining", mining)).gradientError(1e-7))
          .as(mining)
          .isLessThan(1e-5);
    }
    for (String distance : List.of("l2", "squared_l2", "cosine", "dot")) {
      assertThat(trial("triplet", Map.of("margin", 0.5, "distance", distance)).gradientError(1e-7))
          .as(distance)
          .isLessThan(1e-5);
    }
    assertThat(trial("softmax", Map.of("bias", true)).gradientError(1e-6)).isLessThan(1e-6);
    assertThat(
            trial("npairs_paper", Map.of("normalize", true, "regularization", 0.1))
                .gradientError(1e-6))
        .isLessThan(1e-6);
  }

  @Test
  void oneLabelForEachSampleMakesMultiLabelNPairsThePlainOne() {
    double plain = trial("npairs_paper", Map.of()).outcome().loss();
    assertThat(trial("npairs_multilabel", Map.of()).outcome().loss())
        .isCloseTo(plain, within(1e-12));
    Map<String, ?> apart = Map.of("tags", List.of(List.of("a"), List.of("b"), List.of("c")));
    assertThat(trial("npairs_multilabel", apart).outcome().loss()).isCloseTo(plain, within(1e-12));
    Map<String, ?> shared =
        Map.of("tags", List.of(List.of("a", "x"), List.of("b", "x"), List.of("c")));
    assertThat(trial("npairs_multilabel", shared).outcome().loss())
        .isNotCloseTo(plain, within(1e-3));
  }

  @Test
  void smoothApOfTheLibraryIsThePapersWhereBlocksAreClasses() {
    Labels square = Labels.of(0, 0, 0, 1, 1, 1, 2, 2, 2);
    double[] embeddings = Trial.normal(9, 2);
    Trial library = new Trial("smooth_ap", Map.of(), square, embeddings, DataType.FLOAT64);
    Trial paper = new Trial("smooth_ap_paper", Map.of(), square, embeddings, DataType.FLOAT64);
    assertThat(library.outcome().loss()).isCloseTo(paper.outcome().loss(), within(1e-12));
  }

  @Test
  void annealingDependsOnTheStepAlone() {
    Loss loss = Losses.create("a_softmax", Map.of(), SETTING);
    try (NDManager manager = Torch.manager()) {
      NDList weights = Weight.allocate(loss.weights(), manager, DataType.FLOAT64, 0);
      Batch batch =
          Batch.of(manager.create(Trial.normal(6, 5), new Shape(6, Trial.DIMENSION)), LABELS);
      double early = loss.value(batch, weights).number();
      double late = loss.value(batch.atStep(100_000), weights).number();
      Loss fixed = Losses.create("a_softmax", Map.of("lambda_", 5), SETTING);
      assertThat(late).isEqualTo(fixed.value(batch, weights).number()).isGreaterThan(early);
    }
  }

  @Test
  void weightedLossesAddUp() {
    Loss softmax = Losses.create("softmax", Map.of("bias", true), SETTING);
    Loss center = Losses.create("center", Map.of(), SETTING);
    Loss sum =
        new WeightedLosses(
            List.of(new WeightedLosses.Part(1, softmax), new WeightedLosses.Part(0.01, center)));
    assertThat(sum.weights()).extracting(Weight::name).containsExactly("0.W", "0.b", "1.centers");
    try (NDManager manager = Torch.manager()) {
      NDList weights = Weight.allocate(sum.weights(), manager, DataType.FLOAT64, 0);
      Batch batch =
          Batch.of(manager.create(Trial.normal(6, 5), new Shape(6, Trial.DIMENSION)), LABELS);
      double expected =
          softmax.value(batch, new NDList(weights.subList(0, 2))).number()
              + 0.01 * center.value(batch, new NDList(weights.get(2))).number();
      assertThat(sum.value(batch, weights).number()).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void theShareOfTeachingTermsFallsToZeroWhereAllIsLearned() {
    double[] apart = new double[6 * Trial.DIMENSION];
    for (int row = 0; row < 6; row++) {
      apart[row * Trial.DIMENSION + LABELS.at(row)] = 1;
    }
    Trial.Outcome outcome =
        new Trial("triplet", Map.of(), LABELS, apart, DataType.FLOAT64).outcome();
    assertThat(outcome.terms()).isEqualTo(24);
    assertThat(outcome.nonZero()).isZero();
    assertThat(outcome.isZero()).isTrue();
  }

  @Test
  void clusterLossIsZeroOfPerfectClustersAndNamesAWrongOne() {
    Labels labels = Labels.of(0, 0, 1, 1);
    double[] good = {0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 9, 0, 0, 0, 1, 9, 0, 0, 0, 2};
    Trial.Outcome right =
        new Trial("cluster", Map.of("distance", "l2"), labels, good, DataType.FLOAT64).outcome();
    assertThat(right.loss()).isZero();
    Labels swapped = Labels.of(0, 1, 0, 1);
    Trial.Outcome wrong =
        new Trial("cluster", Map.of("distance", "l2"), swapped, good, DataType.FLOAT64).outcome();
    assertThat(wrong.loss()).isGreaterThan(5);
  }
}
