package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import java.util.List;

/// Cross entropy of λ (S_c − δ [c is the own class]), where S_c = Σ_k softmax_k(s_ck / γ) s_ck over
/// the cosines s with the K centres of class c. W is `[d, classes · K]`: column `c · K + k`.
///
/// Qian et al., SoftTriple Loss, 2019. δ (`margin`) and γ are cosines. The paper's regulariser,
/// which merges centres of a class, isn't part of it.
///
/// Parameters: `centers_per_class` (10), `la` λ (20), `gamma` (0.1), `margin` (0.01), `reducer`
/// (`mean`).
final class SoftTripleLoss extends ClassLoss {
  private final int centers;
  private final double scale;
  private final double gamma;
  private final double margin;
  private final Reducer reducer;

  private SoftTripleLoss(Params params, Setting setting) {
    super(setting);
    this.centers = params.count("centers_per_class", 10);
    this.scale = params.positive("la", 20);
    this.gamma = params.positive("gamma", 0.1);
    this.margin = params.number("margin", 0.01);
    this.reducer = params.reducer(Reducer.MEAN);
  }

  static Loss from(Params params, Setting setting) {
    return new SoftTripleLoss(params, setting);
  }

  @Override
  public List<Weight> weights() {
    long columns = (long) setting.classes() * centers;
    // kaiming-uniform with a = √5 has this deviation, by the columns
    double deviation = 1 / Math.sqrt(3.0 * columns);
    return List.of(new Weight("W", new Shape(setting.dimension(), columns), deviation));
  }

  @Override
  LossValue value(NDArray embeddings, Batch batch, NDList own) {
    NDArray cosines = Algebra.cosines(embeddings, own.get(0).transpose());
    NDArray perCenter = cosines.reshape(-1, setting.classes(), centers);
    NDArray perClass = Algebra.over(perCenter, gamma).softmax(2).mul(perCenter).sum(new int[] {2});
    NDArray mask = Algebra.ownMask(perClass, batch.labels(), setting.classes());
    NDArray logits = Algebra.times(perClass.sub(Algebra.times(mask, margin)), scale);
    return reducer.reduce(Algebra.crossEntropy(logits, batch.labels()));
  }
}
