package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.loss.mine.Couples;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// For each couple i, the cross entropy between softmax_j(a_i·p_j) and the shares |T_i ∩ T_j| / Σ_k
/// |T_i ∩ T_k| of the tags that couples have in common; mean over the couples, plus ¼ r (mean |a|²
/// + mean |p|²).
///
/// Sohn 2016 for samples with several labels, as TensorFlow's add-on defines it. A class stands for
/// a set of tags; without `tags` each class is its own only tag, and couples of one class share the
/// target.
///
/// Parameters: `tags` (a list with one list of tags for each class), `regularization` (0),
/// `normalize` (false), `reducer` (`mean`).
final class MultiLabelNPairsLoss implements Loss {
  private final List<Set<Object>> tags;
  private final boolean normalize;
  private final double regularization;
  private final Reducer reducer;

  private MultiLabelNPairsLoss(Params params, Setting setting) {
    this.tags = tags(params, setting);
    this.normalize = params.flag("normalize", false);
    this.regularization = params.number("regularization", 0);
    this.reducer = params.reducer(Reducer.MEAN);
  }

  static Loss from(Params params, Setting setting) {
    return new MultiLabelNPairsLoss(params, setting);
  }

  private static List<Set<Object>> tags(Params params, Setting setting) {
    List<?> given = params.list("tags");
    if (!given.isEmpty() && given.size() != setting.classes()) {
      throw params.wrong(
          "tags", given.size() + " lists", "one for each of " + setting.classes() + " classes");
    }
    return given.stream().map(tag -> tagsOfClass(params, tag)).toList();
  }

  private static Set<Object> tagsOfClass(Params params, Object given) {
    if (given instanceof Collection<?> tags && !tags.isEmpty()) {
      return Set.copyOf(new HashSet<>(tags));
    }
    throw params.wrong("tags", given, "a list of at least one tag");
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Couples couples = Couples.of(batch.labels());
    if (couples.size() == 0) {
      return reducer.reduce(Algebra.times(batch.embeddings(), 0.0), 0);
    }
    NDArray rows = normalize ? Algebra.unit(batch.embeddings()) : batch.embeddings();
    NDArray anchor = Algebra.rows(rows, couples.anchors());
    NDArray positive = Algebra.rows(rows, couples.positives());
    NDArray common = Algebra.mask(anchor, common(couples.labels()), couples.size());
    NDArray shares = common.div(common.sum(new int[] {1}, true));
    NDArray entropy =
        Algebra.rowDot(shares, anchor.matMul(positive.transpose()).logSoftmax(1)).neg();
    LossValue value = reducer.reduce(entropy);
    NDArray lengths = NPairsLoss.lengths(anchor, positive, regularization);
    return regularization == 0 ? value : value.plus(new LossValue(lengths, 0, 0));
  }

  /// How many tags each couple has in common with each other one, in rows.
  private float[] common(Labels labels) {
    int size = labels.size();
    float[] common = new float[size * size];
    for (int i = 0; i < common.length; i++) {
      common[i] = common(labels.at(i / size), labels.at(i % size));
    }
    return common;
  }

  private int common(int one, int other) {
    if (tags.isEmpty()) {
      return one == other ? 1 : 0;
    }
    return (int) tags.get(one).stream().filter(tags.get(other)::contains).count();
  }
}
