package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import dev.kith.tools.loss.batch.Algebra;

/// How the terms of a loss become one number; without terms it is 0 in every way.
public enum Reducer {
  /// Σ / number of terms, zeros included.
  MEAN {
    @Override
    double divisor(long terms, long nonZero) {
      return terms;
    }
  },
  /// Σ / number of terms above 0: the gradient doesn't fade as fewer of them teach.
  AVG_NONZERO {
    @Override
    double divisor(long terms, long nonZero) {
      return nonZero;
    }
  },
  /// Σ.
  SUM {
    @Override
    double divisor(long terms, long nonZero) {
      return 1;
    }
  };

  abstract double divisor(long terms, long nonZero);

  /// By name: `mean`, `avg_nonzero` or `sum`; what follows the first word is a remark.
  static Reducer named(String name) {
    return switch (name.strip().split(" ", 2)[0]) {
      case "mean" -> MEAN;
      case "avg_nonzero" -> AVG_NONZERO;
      case "sum" -> SUM;
      default ->
          throw new LossParameterException(
              "got reducer " + name + ", expected mean, avg_nonzero or sum");
    };
  }

  /// @param terms of any shape, 0 where a mask leaves one out
  /// @param count how many of them are terms
  LossValue reduce(NDArray terms, long count) {
    long nonZero = terms.gt(0).sum().getLong();
    return new LossValue(
        Algebra.over(terms.sum(), Math.max(1, divisor(count, nonZero))), count, nonZero);
  }

  /// Every element is a term.
  LossValue reduce(NDArray terms) {
    return reduce(terms, terms.size());
  }
}
