package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Batch;

/// A loss that learns something for each class: weights, proxies or centres.
abstract class ClassLoss implements Loss {
  final Setting setting;

  ClassLoss(Setting setting) {
    this.setting = setting;
  }

  @Override
  public final LossValue value(Batch batch, NDList weights) {
    if (weights.size() != weights().size()) {
      throw new IllegalArgumentException(
          "got " + weights.size() + " weights, expected " + weights());
    }
    int highest = batch.labels().stream().max().orElse(0);
    if (highest >= setting.classes()) {
      throw new IllegalArgumentException(
          "got label " + highest + ", expected one below " + setting.classes());
    }
    NDList local = new NDList(weights.size());
    for (NDArray weight : weights) {
      // an op on a parameter would attach its result to the parameter's manager, which no step
      // closes
      local.add(batch.manager().zeros(weight.getShape(), weight.getDataType()).add(weight));
    }
    return value(batch.embeddings(), batch, local);
  }

  /// @param own the weights, as arrays that end with the step
  abstract LossValue value(NDArray embeddings, Batch batch, NDList own);
}
