package dev.kith.tools.export;

import java.util.List;

/// An array that a layer owns.
///
/// @param name path of the layer and its role, such as `3.weight`; unique in a net
/// @param trained false for running statistics, which no gradient reaches
public record Parameter(String name, List<Integer> shape, Start start, boolean trained) {
  public Parameter {
    shape = List.copyOf(shape);
  }

  /// What it holds before the first step.
  public sealed interface Start {
    record Constant(float value) implements Start {}

    /// Uniform in [-bound, bound].
    record Uniform(double bound) implements Start {}
  }

  public int count() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
