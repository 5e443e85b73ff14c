package dev.kith.tools.loss.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.Loss;
import dev.kith.tools.loss.Losses;
import dev.kith.tools.loss.Setting;
import dev.kith.tools.loss.Torch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossBatchMemoryTest {
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Batch batch(long step, int... labels) {
    float[] values = new float[labels.length * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(1 + i + 31.7 * step);
    }
    var embeddings = manager.create(values, new Shape(labels.length, 3));
    return Batch.of(embeddings, Labels.of(labels)).atStep(step);
  }

  @Test
  void nothingIsRememberedBeforeTheWarmUpIsOver() {
    CrossBatchMemory memory = new CrossBatchMemory(10, 2);
    for (long step = 0; step < 2; step++) {
      Batch batch = batch(step, 0, 1);
      assertThat(memory.extend(batch)).isEqualTo(batch);
      memory.remember(batch);
    }
    assertThat(memory.extend(batch(2, 0, 1)).memory().orElseThrow().labels())
        .isEqualTo(Labels.of(0, 1, 0, 1));
  }

  @Test
  void theOldestRowsAreForgotten() {
    CrossBatchMemory memory = new CrossBatchMemory(3, 0);
    Batch first = batch(0, 5, 6);
    Batch second = batch(1, 7, 8);
    memory.remember(first);
    memory.remember(second);
    Batch.Remembered kept = memory.extend(batch(2, 0)).memory().orElseThrow();
    assertThat(kept.labels()).isEqualTo(Labels.of(6, 7, 8));
    assertThat(kept.embeddings().get("1:").toFloatArray())
        .isEqualTo(second.embeddings().toFloatArray());
  }

  @Test
  void aRestoredMemoryIsTheSame() throws IOException {
    CrossBatchMemory memory = new CrossBatchMemory(8, 0);
    memory.remember(batch(0, 1, 2, 3));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    memory.save(new DataOutputStream(bytes));
    CrossBatchMemory restored = new CrossBatchMemory(8, 0);
    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Batch.Remembered before = memory.extend(batch(1, 0)).memory().orElseThrow();
    Batch.Remembered after = restored.extend(batch(1, 0)).memory().orElseThrow();
    assertThat(after.labels()).isEqualTo(before.labels());
    assertThat(after.embeddings()).isEqualTo(before.embeddings());
    CrossBatchMemory tooSmall = new CrossBatchMemory(2, 0);
    assertThatThrownBy(() ->
            tooSmall.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isInstanceOf(IOException.class);
  }

  /// Every ordered pair of two halves is seen once when each half remembers the other.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "contrastive",
        "contrastive_hadsell",
        "triplet",
        "multi_similarity",
        "supcon",
        "ntxent",
        "circle",
        "generalized_lifted_structure",
        "ranked_list",
        "angular",
        "smooth_ap_paper",
        "pnp"
      })
  void rememberedRowsAreColumnsLikeAnyOther(String name) {
    Map<String, ?> params = Map.of("reducer", "sum");
    Loss loss = Losses.create(name, params, new Setting(3, 2, 0));
    Batch one = batch(1, 0, 1, 0, 1);
    Batch other = batch(2, 1, 0, 0, 1);
    Batch whole =
        Batch.of(one.embeddings().concat(other.embeddings(), 0), one.labels().then(other.labels()));
    double halves = value(loss, one, other) + value(loss, other, one);
    assertThat(halves)
        .isCloseTo(loss.value(whole, new NDList()).number(), within(1e-4 * (1 + halves)));
  }

  private static double value(Loss loss, Batch batch, Batch remembered) {
    Batch.Remembered memory = new Batch.Remembered(remembered.embeddings(), remembered.labels());
    return loss.value(batch.with(memory), new NDList()).number();
  }
}
