package dev.kith.tools.bench.ann;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The subject of each vector, from 0.
final class Owners {
  private final int[] subjects;
  private final boolean single;

  /// Takes the array over.
  Owners(int[] subjects) {
    this.subjects = subjects;
    this.single = distinct().count() == subjects.length;
  }

  /// Each vector a subject of its own.
  static Owners each(int count) {
    return new Owners(IntStream.range(0, count).toArray());
  }

  /// Each subject once.
  IntStream distinct() {
    return Arrays.stream(subjects).distinct();
  }

  int of(int vector) {
    return subjects[vector];
  }

  int count() {
    return subjects.length;
  }

  /// Whether no subject has two vectors.
  boolean single() {
    return single;
  }
}
