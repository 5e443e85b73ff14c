package dev.kith.tools.loss.batch;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Batches of exactly P classes with exactly K different samples of each, class by class.
///
/// Classes with fewer than K samples are left out altogether, rather than padded with repeats. Of
/// the others, `random` draws P anew at every step; `everyClass` goes through all of them in an
/// order that changes with the epoch, and fills up an epoch's last batch with classes from its
/// beginning, so that each comes up once or twice.
public final class ClassSampler implements Sampler {
  private final ClassIndex index;
  private final int classes;
  private final int perClass;
  private final boolean everyClass;
  private final Draws draws;

  private ClassSampler(Labels labels, int classes, int perClass, boolean everyClass, long seed) {
    if (classes < 1 || perClass < 1) {
      throw new IllegalArgumentException(
          "got batches of "
              + classes
              + " classes by "
              + perClass
              + " samples, expected at least 1 of each");
    }
    this.index = new ClassIndex(labels, perClass);
    this.classes = classes;
    this.perClass = perClass;
    this.everyClass = everyClass;
    this.draws = new Draws(seed).forPurpose("class sampler");
    if (index.classes() < classes) {
      throw new IllegalArgumentException(
          "got "
              + index.classes()
              + " classes with at least "
              + perClass
              + " samples, expected "
              + classes);
    }
  }

  /// P random classes at every step.
  ///
  /// @param labels of the whole data set
  /// @throws IllegalArgumentException if fewer than P classes have K samples
  public static ClassSampler random(Labels labels, int classes, int perClass, long seed) {
    return new ClassSampler(labels, classes, perClass, false, seed);
  }

  /// Every class once in an epoch.
  ///
  /// @param labels of the whole data set
  /// @throws IllegalArgumentException if fewer than P classes have K samples
  public static ClassSampler everyClass(Labels labels, int classes, int perClass, long seed) {
    return new ClassSampler(labels, classes, perClass, true, seed);
  }

  /// How many classes have samples, but fewer than K.
  public int classesLeftOut() {
    return index.leftOut();
  }

  @Override
  public int[] batch(long step) {
    RandomGenerator random = draws.at(step);
    int[] chosen = everyClass ? inTurn(step) : Draws.distinct(index.classes(), classes, random);
    return Arrays.stream(chosen).flatMap(place -> index.draw(place, perClass, random)).toArray();
  }

  private int[] inTurn(long step) {
    long epoch = step / stepsPerEpoch();
    int first = (int) (step % stepsPerEpoch()) * classes;
    RandomGenerator random = draws.forPurpose("order of classes").at(epoch);
    int[] order = Draws.distinct(index.classes(), index.classes(), random);
    return IntStream.range(first, first + classes).map(i -> order[i % order.length]).toArray();
  }

  @Override
  public int batchSize() {
    return classes * perClass;
  }

  /// Steps until every class came up, or for `random` until as many samples as there are did.
  @Override
  public long stepsPerEpoch() {
    return everyClass
        ? Math.ceilDiv(index.classes(), classes)
        : Math.ceilDiv(index.size(), batchSize());
  }
}
