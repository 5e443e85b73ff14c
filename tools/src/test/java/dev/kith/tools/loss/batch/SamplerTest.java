package dev.kith.tools.loss.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.Torch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final NDManager ENGINE = Torch.manager();

  /// 23 classes with 1 … 8 samples each, in a mixed order.
  private static final Labels UNEVEN =
      Labels.of(
          IntStream.range(0, 8 * 23).filter(i -> i / 23 <= i % 23 % 8).map(i -> i % 23).toArray());

  private static Map<Integer, Integer> perClass(int[] batch) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int sample : batch) {
      counts.merge(UNEVEN.at(sample), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void everyBatchHasExactlyPClassesWithKDifferentSamples() {
    for (Sampler sampler :
        new Sampler[] {
          ClassSampler.random(UNEVEN, 4, 4, 1),
          ClassSampler.everyClass(UNEVEN, 4, 4, 1),
          new NeighbourSampler(UNEVEN, 4, 4, 3, 1, ENGINE)
        }) {
      for (long step = 0; step < 200; step++) {
        int[] batch = sampler.batch(step);
        assertThat(batch).hasSize(sampler.batchSize()).doesNotHaveDuplicates();
        assertThat(perClass(batch))
            .hasSize(4)
            .allSatisfy((_, count) -> assertThat(count).isEqualTo(4));
      }
    }
  }

  @Test
  void anEpochCoversEveryClassThatHasEnoughSamples() {
    ClassSampler sampler = ClassSampler.everyClass(UNEVEN, 4, 3, 9);
    Set<Integer> enough =
        new HashSet<>(IntStream.range(0, 23).filter(c -> c % 8 >= 2).boxed().toList());
    assertThat(sampler.classesLeftOut()).isEqualTo(23 - enough.size());
    for (long epoch = 0; epoch < 5; epoch++) {
      Set<Integer> seen = new HashSet<>();
      for (long step = 0; step < sampler.stepsPerEpoch(); step++) {
        seen.addAll(perClass(sampler.batch(epoch * sampler.stepsPerEpoch() + step)).keySet());
      }
      assertThat(seen).isEqualTo(enough);
    }
  }

  /// 40 classes of 3, twenty pointing almost one way and twenty another.
  private static final Labels LIKES = Labels.of(IntStream.range(0, 120).map(i -> i / 3).toArray());

  private static void learnLikes(NeighbourSampler sampler) {
    try (NDManager manager = Torch.manager()) {
      float[] rows = new float[LIKES.size() * 4];
      for (int row = 0; row < LIKES.size(); row++) {
        rows[row * 4 + LIKES.at(row) / 20] = 1 + LIKES.at(row);
        rows[row * 4 + LIKES.at(row) / 20 + 2] = LIKES.at(row) % 20 / 100f;
      }
      NDArray embeddings = Algebra.owned(manager.create(rows, new Shape(LIKES.size(), 4)));
      for (int time = 0; time < 12; time++) {
        sampler.learn(Batch.of(embeddings, LIKES));
      }
    }
  }

  @Test
  void eachDrawnClassBringsOneThatTheNetTakesForItsLike() {
    NeighbourSampler sampler = new NeighbourSampler(LIKES, 4, 3, 4, 5, ENGINE);
    learnLikes(sampler);
    Set<Integer> brought = new HashSet<>();
    for (long step = 0; step < 100; step++) {
      int[] batch = sampler.batch(step);
      for (int drawn = 0; drawn < 2; drawn++) {
        int like = LIKES.at(batch[(2 + drawn) * 3]);
        assertThat(like / 20).isEqualTo(LIKES.at(batch[drawn * 3]) / 20);
        brought.add(like);
      }
    }
    assertThat(brought).hasSizeGreaterThan(30);
  }

  @Test
  void neighboursLearntGoOnAfterACheckpoint() throws IOException {
    NeighbourSampler before = new NeighbourSampler(LIKES, 4, 3, 4, 5, ENGINE);
    learnLikes(before);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    before.save(new DataOutputStream(saved));
    NeighbourSampler after = new NeighbourSampler(LIKES, 4, 3, 4, 5, ENGINE);
    assertThat(after.batch(7)).isNotEqualTo(before.batch(7));
    after.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    for (long step = 0; step < 20; step++) {
      assertThat(after.batch(step)).isEqualTo(before.batch(step));
    }
  }

  @Test
  void theSameSeedAndStepGiveTheSameBatch() {
    assertThat(ClassSampler.random(UNEVEN, 5, 4, 1).batch(77))
        .isEqualTo(ClassSampler.random(UNEVEN, 5, 4, 1).batch(77));
    assertThat(ClassSampler.random(UNEVEN, 5, 4, 1).batch(77))
        .isNotEqualTo(ClassSampler.random(UNEVEN, 5, 4, 2).batch(77));
    assertThat(new ShuffledSampler(50, 7, 3).batch(9))
        .isEqualTo(new ShuffledSampler(50, 7, 3).batch(9));
  }

  @Test
  void aPromiseThatCantBeKeptIsRefused() {
    assertThatThrownBy(() -> ClassSampler.random(UNEVEN, 5, 8, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("got 2 classes with at least 8 samples, expected 5");
    assertThatThrownBy(() -> new NeighbourSampler(UNEVEN, 4, 6, 8, 1, ENGINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "got 8 classes with at least 6 samples, expected 12: 4 in a batch and 8 to choose neighbours from");
    assertThatThrownBy(() -> new NeighbourSampler(UNEVEN, 5, 2, 8, 1, ENGINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got batches of 5 classes")
        .hasMessageContaining("expected an even number of classes");
    assertThatThrownBy(() -> new ShuffledSampler(6, 7, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shufflingShowsEverySampleAtMostOnceAnEpoch() {
    ShuffledSampler sampler = new ShuffledSampler(50, 7, 3);
    for (long epoch = 0; epoch < 3; epoch++) {
      long first = epoch * sampler.stepsPerEpoch();
      int[] seen =
          IntStream.range(0, (int) sampler.stepsPerEpoch())
              .flatMap(step -> Arrays.stream(sampler.batch(first + step)))
              .toArray();
      assertThat(seen).hasSize(49).doesNotHaveDuplicates();
    }
  }

  @Test
  void randomClassesAllComeUp() {
    ClassSampler sampler = ClassSampler.random(UNEVEN, 5, 2, 4);
    Map<Integer, Integer> seen = new HashMap<>();
    for (long step = 0; step < 400; step++) {
      perClass(sampler.batch(step)).forEach((label, _) -> seen.merge(label, 1, Integer::sum));
    }
    // 20 classes, 100 times each on average, deviation under 9
    assertThat(seen).hasSize(20).allSatisfy((_, times) -> assertThat(times).isBetween(60, 140));
  }
}
