package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Pairwise;
import dev.kith.tools.loss.mine.Miner;
import dev.kith.tools.loss.mine.Pairs;
import java.util.stream.IntStream;

/// For each positive pair, log(1 + Σ_n exp(4 tan²α (a + p)·n − 2 (1 + tan²α) a·p)) over all samples
/// n of other classes; mean over the pairs.
///
/// Wang et al., Deep Metric Learning with Angular Loss, 2017, over every ordered pair of a batch.
/// As in pytorch-metric-learning 2.9, a and p are normalised and n is left as it is, unless
/// `normalize_negatives`; [AngularCouplesLoss] is the paper's own batch of couples.
///
/// Parameters: `alpha_degrees` (40), `distance` (`l2_normalized`, or `l2` to normalise nothing),
/// `normalize_negatives` (false), `mining` (of the positive pairs), `reducer` (`mean`).
final class AngularLoss implements Loss {
  private final double squaredTangent;
  private final Distance distance;
  private final boolean normalizeNegatives;
  private final Miner miner;
  private final Reducer reducer;

  private AngularLoss(Params params, Setting setting) {
    this.squaredTangent = squaredTangent(params);
    this.distance = params.distance(Distance.L2_NORMALIZED);
    this.normalizeNegatives = params.flag("normalize_negatives", false);
    this.miner = params.miner(0.1, setting);
    this.reducer = params.reducer(Reducer.MEAN);
  }

  static Loss from(Params params, Setting setting) {
    return new AngularLoss(params, setting);
  }

  /// tan²α of `alpha_degrees`, which is in degrees, above 0 and below 90.
  static double squaredTangent(Params params) {
    double degrees = params.positive("alpha_degrees", 40);
    if (degrees >= 90) {
      throw params.wrong("alpha_degrees", degrees, "an angle below 90");
    }
    return Math.pow(Math.tan(Math.toRadians(degrees)), 2);
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Pairwise pairwise = new Pairwise(batch, distance);
    Pairs pairs = miner.mine(pairwise, batch.step()).pairs();
    Chosen chosen = new Chosen(pairs, pairwise);
    if (chosen.anchors.length == 0 || pairs.negatives() == 0) {
      return reducer.reduce(Algebra.times(batch.embeddings(), 0.0), 0);
    }
    NDArray columns = batch.columns();
    NDArray paired = distance == Distance.L2 ? columns : Algebra.unit(columns);
    NDArray others = normalizeNegatives ? Algebra.unit(columns) : columns;
    NDArray anchor = Algebra.rows(paired, chosen.anchors);
    NDArray positive = Algebra.rows(paired, chosen.positives);
    NDArray spread =
        Algebra.times(anchor.add(positive).matMul(others.transpose()), 4 * squaredTangent);
    NDArray tight =
        Algebra.times(Algebra.rowDot(anchor, positive), 2 * (1 + squaredTangent)).expandDims(1);
    NDArray mask = Algebra.mask(columns, chosen.negatives, pairs.columns());
    return reducer.reduce(Algebra.logOnePlusSumExp(spread.sub(tight), mask, 1));
  }

  /// The positive pairs in order, and for each the columns of other classes.
  private static final class Chosen {
    private final long[] anchors;
    private final long[] positives;
    private final float[] negatives;

    Chosen(Pairs pairs, Pairwise pairwise) {
      int columns = pairs.columns();
      int[] places =
          IntStream.range(0, pairs.rows() * columns)
              .filter(i -> pairs.positive(i / columns, i % columns))
              .toArray();
      anchors = IntStream.of(places).mapToLong(i -> i / columns).toArray();
      positives = IntStream.of(places).mapToLong(i -> i % columns).toArray();
      negatives = new float[places.length * columns];
      for (int i = 0; i < negatives.length; i++) {
        negatives[i] = pairwise.different((int) anchors[i / columns], i % columns) ? 1 : 0;
      }
    }
  }
}
