package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Labels;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every loss there is, at its default parameters.
class EveryLossTest {
  private static final Labels THREE_TIMES_THREE = Labels.of(2, 0, 1, 2, 0, 1, 2, 0, 1);

  static Collection<String> names() {
    return Losses.names();
  }

  private static Trial trial(String name, Labels labels, DataType type) {
    return new Trial(name, Map.of(), labels, Trial.normal(labels.size(), 11), type);
  }

  @ParameterizedTest
  @MethodSource("names")
  void gradientsAgreeWithDifferences(String name) {
    assumeFalse(
        name.equals("circle"),
        "holds its weights constant in the gradient; the golden file covers it");
    Trial trial = trial(name, THREE_TIMES_THREE, DataType.FLOAT64);
    double largest =
        trial.outcome().gradients().get(0).stream().mapToDouble(Math::abs).max().orElse(0);
    assertThat(largest).as("a gradient to speak of").isGreaterThan(1e-4);
    assertThat(trial.gradientError(1e-6)).isLessThan(1e-6 * Math.max(1, largest));
  }

  @ParameterizedTest
  @MethodSource("names")
  void anEmptySetOfPairsGivesZeroAndZeroGradients(String name) {
    Trial.Outcome outcome = trial(name, Labels.of(0), DataType.FLOAT64).outcome();
    assertThat(outcome.isFinite()).isTrue();
    boolean learnsClasses = outcome.gradients().size() > 1;
    assertThat(learnsClasses || outcome.isZero()).as(outcome.toString()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("names")
  void oneClassOrOnlyClassesOfOneGiveFiniteGradients(String name) {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      assertThat(trial(name, Labels.of(0, 0, 0, 0), type).outcome().isFinite()).isTrue();
      assertThat(trial(name, Labels.of(3, 1, 0, 2), type).outcome().isFinite()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void equalEmbeddingsGiveFiniteGradients(String name) {
    Labels labels = Labels.of(0, 0, 1, 1, 0, 1);
    double[] equal = new double[labels.size() * Trial.DIMENSION];
    Arrays.setAll(equal, i -> 0.1 * (1 + i % Trial.DIMENSION));
    double[] zero = new double[equal.length];
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      assertThat(new Trial(name, Map.of(), labels, equal, type).outcome().isFinite()).isTrue();
      assertThat(new Trial(name, Map.of(), labels, zero, type).outcome().isFinite()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void singlePrecisionAgreesWithDouble(String name) {
    Trial.Outcome single = trial(name, THREE_TIMES_THREE, DataType.FLOAT32).outcome();
    Trial.Outcome twice = trial(name, THREE_TIMES_THREE, DataType.FLOAT64).outcome();
    assertThat(Math.abs(single.loss() - twice.loss())).isLessThan(1e-4 * (1 + twice.loss()));
    assertThat(single.terms()).isEqualTo(twice.terms());
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameBatchGivesTheSameBits(String name) {
    Trial trial = trial(name, THREE_TIMES_THREE, DataType.FLOAT32);
    assertThat(trial.outcome()).isEqualTo(trial.outcome());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aStepLeavesNothingBehind(String name) {
    Loss loss = Losses.create(name, Map.of(), new Setting(4, 3, 1));
    try (NDManager manager = Torch.manager()) {
      NDList weights = Weight.allocate(loss.weights(), manager, DataType.FLOAT32, 1);
      weights.forEach(weight -> weight.setRequiresGradient(true));
      step(loss, weights, manager, 0);
      int held = manager.getManagedArrays().size();
      for (int step = 1; step < 4; step++) {
        step(loss, weights, manager, step);
      }
      assertThat(manager.getManagedArrays()).hasSize(held);
    }
  }

  private static void step(Loss loss, NDList weights, NDManager manager, long step) {
    try (NDManager local = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray embeddings = local.randomNormal(new Shape(9, 4));
      embeddings.setRequiresGradient(true);
      LossValue value = loss.value(Batch.of(embeddings, THREE_TIMES_THREE).atStep(step), weights);
      collector.backward(value.loss());
    }
  }
}
