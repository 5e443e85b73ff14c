package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MicroBatchesTest {
  private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();

  /// Negates each of two numbers.
  private float[] negate(FloatBuffer inputs, int count) {
    sizes.add(count);
    float[] outputs = new float[2 * count];
    inputs.get(outputs);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = -outputs[i];
    }
    return outputs;
  }

  private static Consumer<FloatBuffer> pair(float first) {
    return buffer -> buffer.put(first).put(first + 0.5f);
  }

  @Test
  void everyThreadGetsItsOwnOutputFromASharedPass() throws Exception {
    MicroBatches batches =
        new MicroBatches(this::negate, 2, new Batching(4, Duration.ofMillis(20)));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int number = i + 1;
        tasks.add(() -> batches.run(pair(number)));
      }
      List<Future<float[]>> answers = threads.invokeAll(tasks);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).containsExactly(-i - 1, -i - 1.5f);
      }
    }
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    assertThat(sizes).allMatch(size -> size <= 4).contains(4);
  }

  @Test
  void oneThreadWaitsNoLongerThanItsPatience() {
    MicroBatches batches = new MicroBatches(this::negate, 2, new Batching(4, Duration.ofMillis(5)));
    assertThat(batches.run(pair(3))).containsExactly(-3, -3.5f);
    assertThat(sizes).containsExactly(1);
  }

  @Test
  void manyInputsOfOneThreadAreOnePass() {
    MicroBatches batches =
        new MicroBatches(this::negate, 2, new Batching(4, Duration.ofSeconds(1)));
    List<float[]> outputs = batches.run(List.of(pair(1), pair(2), pair(3)));
    assertThat(outputs).hasSize(3);
    assertThat(outputs.get(2)).containsExactly(-3, -3.5f);
    assertThat(batches.run(List.<Consumer<FloatBuffer>>of())).isEmpty();
    assertThat(sizes).containsExactly(3);
  }

  @Test
  void onAGpuPassesHaveTwoSizesOnly() {
    Pass even = new EvenPass(this::negate, this::negate, 4);
    MicroBatches batches = new MicroBatches(even, 2, new Batching(4, Duration.ofMillis(5)));
    assertThat(batches.run(List.of(pair(1), pair(2), pair(3)))).hasSize(3);
    List<float[]> two = batches.run(List.of(pair(8), pair(9)));
    assertThat(two).hasSize(2);
    assertThat(two.get(1)).containsExactly(-9, -9.5f);
    assertThat(batches.run(pair(5))).containsExactly(-5, -5.5f);
    assertThat(sizes).containsExactly(4, 4, 1);
  }

  @Test
  void aFailedPassFailsForEveryoneInItAndForNobodyAfter() throws Exception {
    Pass failing =
        (inputs, count) -> {
          if (inputs.get(0) >= 0) {
            throw new IllegalStateException("no memory");
          }
          return negate(inputs, count);
        };
    MicroBatches batches = new MicroBatches(failing, 2, new Batching(2, Duration.ofMillis(500)));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (var each : threads.invokeAll(List.of(failed(batches), failed(batches)))) {
        assertThat(each.get()).isEqualTo("no memory");
      }
    }
    assertThat(batches.run(List.of(pair(-1))).getFirst()).containsExactly(1, 0.5f);
  }

  private static Callable<String> failed(MicroBatches batches) {
    return () -> {
      try {
        batches.run(pair(1));
        return "none";
      } catch (IllegalStateException e) {
        return String.valueOf(e.getMessage());
      }
    };
  }

  @Test
  void aWriterThatFailsLeavesTheOthersTheirPass() throws Exception {
    MicroBatches batches =
        new MicroBatches(this::negate, 2, new Batching(2, Duration.ofMillis(500)));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<float[]> good = threads.submit(() -> batches.run(pair(7)));
      assertThatThrownBy(() ->
              batches.run(
                  (Consumer<FloatBuffer>)
                      _ -> {
                        throw new IllegalArgumentException("no pixels");
                      }))
          .hasMessage("no pixels");
      assertThat(good.get()).containsExactly(-7, -7.5f);
    }
  }
}
