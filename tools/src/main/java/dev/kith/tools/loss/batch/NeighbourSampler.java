package dev.kith.tools.loss.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// Batches of exactly P classes with exactly K different samples of each, where half of the classes
/// are drawn and each of them brings one that the net takes for its like: random classes are mostly
/// told apart long before the hard ones are.
///
/// After Smirnov et al., Doppelganger Mining for Face Representation Learning, 2017. There the like
/// is the class that the classifier's layer confuses most; here, so that any loss can use it, one
/// of the eight whose mean direction is nearest. A class's mean is half its last batch's, half what
/// it was; before the first it is a random direction. Classes with fewer than K samples are left
/// out. One thread.
public final class NeighbourSampler implements Sampler {
  private static final int NEAREST = 8;
  private static final float NEWEST = 0.5f;

  private final ClassIndex index;
  private final int[] placeOfLabel;
  private final int classes;
  private final int perClass;
  private final Draws draws;
  private final NDManager engine;
  private final int dimension;
  // a row of length one for each class
  private final float[] means;

  /// @param labels of the whole data set
  /// @param dimension of the net's embeddings
  /// @param engine what it computes with
  /// @throws IllegalArgumentException if P is odd, or fewer than P + 8 classes have K samples
  public NeighbourSampler(
      Labels labels, int classes, int perClass, int dimension, long seed, NDManager engine) {
    if (classes < 2 || classes % 2 != 0 || perClass < 1) {
      throw new IllegalArgumentException(
          "got batches of %d classes by %d samples with their neighbours, expected an even number of classes, at least 2, and at least 1 sample"
              .formatted(classes, perClass));
    }
    this.index = new ClassIndex(labels, perClass);
    this.placeOfLabel = index.placeOfLabel(labels);
    this.classes = classes;
    this.perClass = perClass;
    this.dimension = dimension;
    this.engine = engine;
    this.draws = new Draws(seed).forPurpose("neighbour sampler");
    if (index.classes() < classes + NEAREST) {
      throw new IllegalArgumentException(
          "got %d classes with at least %d samples, expected %d: %d in a batch and %d to choose neighbours from"
              .formatted(index.classes(), perClass, classes + NEAREST, classes, NEAREST));
    }
    this.means = new float[Math.multiplyExact(index.classes(), dimension)];
    RandomGenerator random = draws.forPurpose("first means").at(0);
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) random.nextGaussian();
    }
    for (int place = 0; place < index.classes(); place++) {
      scale(place);
    }
  }

  /// Gives the mean of the class at `place` length one.
  private void scale(int place) {
    int from = place * dimension;
    double length = 0;
    for (int i = from; i < from + dimension; i++) {
      length += (double) means[i] * means[i];
    }
    float by = (float) (1 / Math.max(Math.sqrt(length), 1e-12));
    for (int i = from; i < from + dimension; i++) {
      means[i] *= by;
    }
  }

  @Override
  public int[] batch(long step) {
    RandomGenerator random = draws.at(step);
    int[] drawn = Draws.distinct(index.classes(), classes / 2, random);
    int[] chosen = Arrays.copyOf(drawn, classes);
    BitSet taken = new BitSet(index.classes());
    for (int place : drawn) {
      taken.set(place);
    }
    float[] cosines = cosines(drawn);
    for (int i = 0; i < drawn.length; i++) {
      int like = nearest(cosines, i * index.classes(), taken)[random.nextInt(NEAREST)];
      chosen[drawn.length + i] = like;
      taken.set(like);
    }
    return Arrays.stream(chosen).flatMap(place -> index.draw(place, perClass, random)).toArray();
  }

  /// Those nearest to one class that the batch doesn't have yet.
  private int[] nearest(float[] cosines, int from, BitSet taken) {
    int[] nearest = new int[NEAREST];
    float[] best = new float[NEAREST];
    int found = 0;
    for (int place = 0; place < index.classes(); place++) {
      float cosine = cosines[from + place];
      if (taken.get(place) || (found == NEAREST && cosine <= best[NEAREST - 1])) {
        continue;
      }
      int at = found < NEAREST ? found++ : NEAREST - 1;
      while (at > 0 && best[at - 1] < cosine) {
        best[at] = best[at - 1];
        nearest[at] = nearest[at - 1];
        at--;
      }
      best[at] = cosine;
      nearest[at] = place;
    }
    return nearest;
  }

  /// Of each of these classes with every class, row by row.
  private float[] cosines(int[] places) {
    float[] some = new float[places.length * dimension];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(means, places[i] * dimension, some, i * dimension, dimension);
    }
    try (NDManager manager = engine.newSubManager()) {
      NDArray rows = Algebra.owned(manager.create(some, new Shape(places.length, dimension)));
      NDArray columns = Algebra.owned(manager.create(means, new Shape(index.classes(), dimension)));
      return rows.matMul(columns.transpose()).toFloatArray();
    }
  }

  @Override
  public void learn(Batch batch) {
    float[] rows =
        Algebra.unit(batch.embeddings().stopGradient())
            .toType(DataType.FLOAT32, false)
            .toFloatArray();
    for (int first = 0; first < batch.size(); first += perClass) {
      float[] mean = new float[dimension];
      for (int row = first; row < first + perClass; row++) {
        for (int i = 0; i < dimension; i++) {
          mean[i] += rows[row * dimension + i] / perClass;
        }
      }
      int place = placeOfLabel[batch.labels().at(first)];
      for (int i = 0; i < dimension; i++) {
        int at = place * dimension + i;
        means[at] += NEWEST * (mean[i] - means[at]);
      }
      scale(place);
    }
  }

  @Override
  public int batchSize() {
    return classes * perClass;
  }

  /// Steps until as many samples as there are came up.
  @Override
  public long stepsPerEpoch() {
    return Math.ceilDiv(index.size(), batchSize());
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (float value : means) {
      out.writeFloat(value);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < means.length; i++) {
      means[i] = in.readFloat();
    }
  }
}
