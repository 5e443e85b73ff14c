package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;

/// Cross entropy of cos(x, C) / τ, where C are the classes' centroids in the space of an older
/// encoder, held fixed: a new encoder that keeps it low can be searched with in the old one's
/// gallery; mean over the batch.
///
/// The influence loss of Shen et al., Towards Backward-Compatible Representation Learning, 2020.
/// They take the old classifier's weights, or, where it never saw a class, the mean of the class's
/// old embeddings; here it is always the latter, so that the old encoder's file is all that is
/// needed. τ is a cosine.
///
/// Not a loss by name: it takes what a recipe can't write down.
public final class InfluenceLoss implements Loss {
  private final float[] centroids;
  private final int dimension;
  private final double temperature;

  /// @param centroids `[classes, dimension]`, row by row, of any length
  public InfluenceLoss(float[] centroids, int dimension, double temperature) {
    if (centroids.length == 0 || centroids.length % dimension != 0) {
      throw new LossParameterException(
          "got centroids of %d numbers, expected rows of %d"
              .formatted(centroids.length, dimension));
    }
    this.centroids = centroids.clone();
    this.dimension = dimension;
    this.temperature = temperature;
  }

  @Override
  public LossValue value(Batch batch, NDList weights) {
    var shape = new Shape(centroids.length / dimension, dimension);
    NDArray old =
        Algebra.owned(batch.manager().create(centroids, shape))
            .toType(batch.embeddings().getDataType(), false);
    NDArray logits = Algebra.over(Algebra.cosines(batch.embeddings(), old), temperature);
    return Reducer.MEAN.reduce(Algebra.crossEntropy(logits, batch.labels()));
  }
}
