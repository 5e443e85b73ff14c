package dev.kith.tools.loss.batch;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;

/// How far two embeddings are from each other; smaller is closer.
///
/// A loss's margin is in the unit of its distance.
public enum Distance {
  /// |x − y|.
  L2 {
    @Override
    public NDArray between(NDArray a, NDArray b) {
      return Algebra.root(Algebra.squaredDistances(a, b));
    }
  },
  /// |x − y|².
  SQUARED_L2 {
    @Override
    public NDArray between(NDArray a, NDArray b) {
      return Algebra.squaredDistances(a, b);
    }
  },
  /// |x/|x| − y/|y||, in [0, 2].
  L2_NORMALIZED {
    @Override
    public NDArray between(NDArray a, NDArray b) {
      return L2.between(Algebra.unit(a), Algebra.unit(b));
    }
  },
  /// The square of [#L2_NORMALIZED], in [0, 4]; twice [#COSINE].
  SQUARED_L2_NORMALIZED {
    @Override
    public NDArray between(NDArray a, NDArray b) {
      return SQUARED_L2.between(Algebra.unit(a), Algebra.unit(b));
    }
  },
  /// 1 − cos(x, y), in [0, 2].
  COSINE {
    @Override
    public NDArray between(NDArray a, NDArray b) {
      return Algebra.cosines(a, b).neg().add(1.0);
    }
  },
  /// −x·y, unbounded.
  DOT {
    @Override
    public NDArray between(NDArray a, NDArray b) {
      return a.matMul(b.transpose()).neg();
    }
  };

  /// `[n, m]` of the distances from the rows of `a` to those of `b`; differentiable, and finite in
  /// its gradients where rows are equal.
  public abstract NDArray between(NDArray a, NDArray b);

  /// By its name in a recipe, such as `l2_normalized`; throws `IllegalArgumentException`.
  public static Distance named(String name) {
    return Arrays.stream(values())
        .filter(d -> d.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "got distance " + name + ", expected one of " + Arrays.toString(values())));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
