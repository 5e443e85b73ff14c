package dev.kith.tools.loss;

import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// A metric-learning loss: a pure function of a batch and of the loss's own weights.
///
/// It keeps no state and draws nothing: the same batch (its step included) and weights give the
/// same bits on one thread. A trainer allocates [#weights] once, asks for [#value] inside a
/// gradient collector, and steps the weights with the network's parameters (usually at a higher
/// rate).
///
/// ```java
/// Loss loss = Losses.create("multi_similarity", Map.of("mining", "multi_similarity"), setting);
/// NDList weights = Weight.allocate(loss.weights(), manager, DataType.FLOAT32, seed);
/// LossValue value = loss.value(Batch.of(embeddings, labels).atStep(step), weights);
/// collector.backward(value.loss());
/// ```
///
/// Embeddings are never taken as normalised: a loss normalises them where its formula says so.
/// Equal embeddings, and batches without a pair or triplet, give finite values and gradients (0 for
/// the latter). Safe for any thread.
public interface Loss {
  /// What the loss learns besides the network; empty for most.
  default List<Weight> weights() {
    return List.of();
  }

  /// The loss of a batch, differentiable in the batch's embeddings and in `weights`.
  ///
  /// @param weights one array for each of [#weights], in that order
  /// @throws IllegalArgumentException if a label isn't a class this loss was made for
  LossValue value(Batch batch, NDList weights);
}
