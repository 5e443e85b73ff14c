package dev.kith.tools.loss.batch;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The class of each row of a batch, as numbers from 0.
///
/// Immutable.
public final class Labels {
  private final int[] classes;

  private Labels(int[] classes) {
    this.classes = classes;
  }

  /// Throws `IllegalArgumentException` on a negative class.
  public static Labels of(int... classes) {
    for (int label : classes) {
      if (label < 0) {
        throw new IllegalArgumentException("got class " + label + ", expected 0 or more");
      }
    }
    return new Labels(classes.clone());
  }

  public int size() {
    return classes.length;
  }

  /// The class of row `row`.
  public int at(int row) {
    return classes[row];
  }

  /// These rows, then those.
  public Labels then(Labels later) {
    int[] all = Arrays.copyOf(classes, classes.length + later.classes.length);
    System.arraycopy(later.classes, 0, all, classes.length, later.classes.length);
    return new Labels(all);
  }

  public IntStream stream() {
    return Arrays.stream(classes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels labels && Arrays.equals(classes, labels.classes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(classes);
  }

  @Override
  public String toString() {
    return Arrays.toString(classes);
  }
}
