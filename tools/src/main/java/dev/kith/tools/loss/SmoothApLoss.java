package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.loss.batch.Pairwise;

/// 1 − AP of each anchor's ranking of the batch by cosine, with the step function replaced by a
/// sigmoid of temperature τ; mean over the anchors, where those without another positive give 0.
///
/// Brown et al., Smooth-AP, 2020. τ is a cosine. `smooth_ap_paper` takes the positives from the
/// labels: train with this one. `smooth_ap` is what pytorch-metric-learning 2.9 computes: it cuts
/// the batch into blocks of as many rows as there are *classes*, where blocks of as many rows as a
/// class has samples were meant, and takes each block for a class. The two agree where a batch has
/// as many classes as samples of each, in order; it wants the same number of samples of each class
/// and knows no memory.
///
/// Parameters: `temperature` (0.01), `reducer` (`mean`).
final class SmoothApLoss implements Loss {
  private final double temperature;
  private final boolean byLabels;
  private final Reducer reducer;

  private SmoothApLoss(Params params, boolean byLabels) {
    this.temperature = params.positive("temperature", 0.01);
    this.reducer = params.reducer(Reducer.MEAN);
    this.byLabels = byLabels;
  }

  static Loss paper(Params params, Setting setting) {
    return new SmoothApLoss(params, true);
  }

  static Loss library(Params params, Setting setting) {
    return new SmoothApLoss(params, false);
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Batch seen = byLabels ? batch : Batch.of(batch.embeddings(), batch.labels());
    Pairwise pairwise = new Pairwise(seen, Distance.COSINE);
    int block = byLabels ? 0 : blockSize(batch.labels());
    float[] positive = new float[pairwise.rows() * pairwise.columns()];
    double[] counts = new double[pairwise.rows()];
    for (int i = 0; i < positive.length; i++) {
      int row = i / pairwise.columns();
      int column = i % pairwise.columns();
      boolean mates = byLabels ? !pairwise.different(row, column) : row / block == column / block;
      positive[i] = mates ? 1 : 0;
      counts[row] += positive[i];
    }
    RankedPositives ranked =
        new RankedPositives(pairwise.matrix().neg().add(1.0), positive, temperature);
    NDArray precision = ranked.meanPerAnchor(ranked.rankAmongPositives().div(ranked.rank()));
    return reducer.reduce(precision.neg().add(1.0).mul(accompanied(precision, counts)));
  }

  /// 1 for the anchors that have a positive besides themselves.
  private static NDArray accompanied(NDArray like, double[] counts) {
    return Algebra.owned(like.getManager().create(counts)).gt(1).toType(like.getDataType(), false);
  }

  private static int blockSize(Labels labels) {
    long classes = labels.stream().distinct().count();
    long sizes =
        labels.stream()
            .distinct()
            .mapToLong(c -> labels.stream().filter(l -> l == c).count())
            .distinct()
            .count();
    if (sizes > 1) {
      throw new IllegalArgumentException(
          "smooth_ap got classes of " + sizes + " sizes in one batch, expected one size");
    }
    return Math.toIntExact(Math.max(1, classes));
  }
}
