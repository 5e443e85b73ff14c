package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.Distance;
import dev.kith.tools.loss.batch.Pairwise;

/// max(0, max_S (F(S) + γ (1 − NMI(S, labels))) − F̃), where F(S) = −Σ_i min_{j∈S} d(x_i, x_j) over
/// sets S of as many medoids as the batch has classes, and F̃ is the same sum with each class's own
/// best medoid.
///
/// Song et al., Deep Metric Learning via Facility Location, 2017. The inner maximum is sought
/// greedily and then by swapping medoids, as in the paper, and is held constant in the gradient.
/// NMI is normalised by the geometric mean of the entropies. γ (`margin`) is in the unit of the
/// distance, times samples: the sums aren't divided by their number. The terms of its value are 1.
///
/// Parameters: `margin` (1), `distance` (`l2_normalized`), `swaps` (5 rounds at most).
final class ClusterLoss implements Loss {
  private final double margin;
  private final Distance distance;
  private final int rounds;

  private ClusterLoss(Params params) {
    this.margin = params.number("margin", 1);
    this.distance = params.distance(Distance.L2_NORMALIZED);
    this.rounds = params.count("swaps", 5);
  }

  static Loss from(Params params, Setting setting) {
    return new ClusterLoss(params);
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    Pairwise pairwise = new Pairwise(Batch.of(batch.embeddings(), batch.labels()), distance);
    Facilities facilities = new Facilities(pairwise, batch.labels(), margin);
    int[] violating = facilities.worst(rounds);
    NDArray given = sum(pairwise, facilities.ofClasses());
    NDArray found = sum(pairwise, violating);
    NDArray excess = given.sub(found).add(margin * facilities.disagreement(violating));
    return Reducer.SUM.reduce(Algebra.relu(excess));
  }

  /// Σ of each row's distance to its medoid.
  private static NDArray sum(Pairwise pairwise, int[] medoids) {
    long[] index = new long[medoids.length];
    for (int row = 0; row < index.length; row++) {
      index[row] = (long) row * pairwise.columns() + medoids[row];
    }
    NDArray matrix = pairwise.matrix();
    return matrix.flatten().gather(Algebra.places(matrix, index), 0).sum();
  }
}
