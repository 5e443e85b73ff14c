package dev.kith.tools.loss;

import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.ArrayList;
import java.util.List;

/// Σ factor · loss, over losses of one batch, such as softmax + 0.01 · center.
///
/// Terms are counted together. The parts' weights follow each other, named `0.W`, `1.W`, ….
public final class WeightedLosses implements Loss {
  /// One summand.
  public record Part(double factor, Loss loss) {}

  private final List<Part> parts;

  public WeightedLosses(List<Part> parts) {
    if (parts.isEmpty()) {
      throw new LossParameterException("got no losses to add up, expected at least 1");
    }
    this.parts = List.copyOf(parts);
  }

  @Override
  public List<Weight> weights() {
    List<Weight> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (Weight weight : parts.get(i).loss().weights()) {
        all.add(new Weight(i + "." + weight.name(), weight.shape(), weight.deviation()));
      }
    }
    return List.copyOf(all);
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    LossValue sum = new LossValue(Algebra.times(batch.embeddings().sum(), 0.0), 0, 0);
    int used = 0;
    for (Part part : parts) {
      int end = used + part.loss().weights().size();
      LossValue value = part.loss().value(batch, new NDList(weights.subList(used, end)));
      sum = sum.plus(value.times(part.factor()));
      used = end;
    }
    return sum;
  }
}
