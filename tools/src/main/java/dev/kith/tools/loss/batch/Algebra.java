package dev.kith.tools.loss.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/// The functions that losses share, each with a finite gradient where the textbook form has none.
///
/// Results belong to the manager of the first argument. Constants are doubles, so float64 stays
/// float64.
public final class Algebra {
  private static final double SMALLEST_NORM = 1e-12;

  private Algebra() {}

  /// Rows of length one, as `x / max(|x|, 1e-12)`; a zero row stays zero and has gradient 0.
  public static NDArray unit(NDArray x) {
    return x.div(atLeast(norms(x), SMALLEST_NORM));
  }

  /// Lengths of the rows, `[n, 1]`.
  public static NDArray norms(NDArray x) {
    return root(x.square().sum(new int[] {1}, true));
  }

  /// The square root, whose gradient at 0 is 0 (a sub-gradient) instead of infinite.
  public static NDArray root(NDArray x) {
    NDArray positive = x.gt(0);
    NDArray safe = NDArrays.where(positive, x, x.onesLike());
    return NDArrays.where(positive, safe.sqrt(), x.zerosLike());
  }

  /// `[n, m]` of |a_i − b_j|², by |a|² + |b|² − 2ab around the middle of `b`. What rounding leaves
  /// between equal rows counts as 0.
  public static NDArray squaredDistances(NDArray a, NDArray b) {
    // far from the origin the three terms would cancel; a constant shift changes neither distance
    // nor gradient
    NDArray middle = b.mean(new int[] {0}, true).stopGradient();
    NDArray left = a.sub(middle);
    NDArray right = b.sub(middle);
    NDArray scale = rowDot(left, left).expandDims(1).add(rowDot(right, right).expandDims(0));
    NDArray squared = scale.sub(times(left.matMul(right.transpose()), 2.0));
    NDArray apart = squared.gt(scale.mul(rounding(a)));
    return NDArrays.where(apart, squared, squared.zerosLike());
  }

  private static double rounding(NDArray x) {
    return x.getDataType() == DataType.FLOAT64 ? 1e-15 : 5e-7;
  }

  /// `[n, m]` of cosines of rows.
  public static NDArray cosines(NDArray a, NDArray b) {
    return unit(a).matMul(unit(b).transpose());
  }

  /// max(0, x), with gradient 0 at 0.
  public static NDArray relu(NDArray x) {
    return NDArrays.where(x.gt(0), x, x.zerosLike());
  }

  /// log(1 + eˣ), without overflow.
  public static NDArray softplus(NDArray x) {
    return atLeast(x, 0.0).add(x.abs().neg().exp().add(1.0).log());
  }

  /// 1 / (1 + e⁻ˣ), without overflow.
  public static NDArray sigmoid(NDArray x) {
    return over(over(x, 2.0).tanh().add(1.0), 2.0);
  }

  /// log Σ eˣ along `axis` over what `mask` (0 or 1, x's type) keeps; 0 where it keeps nothing.
  public static NDArray logSumExp(NDArray x, NDArray mask, int axis) {
    int[] axes = {axis};
    NDArray kept = mask.gt(0);
    NDArray any = mask.sum(axes).gt(0);
    NDArray top =
        NDArrays.where(kept, x, x.zerosLike().sub(Double.MAX_VALUE)).max(axes, true).stopGradient();
    top = NDArrays.where(any.reshape(top.getShape()), top, top.zerosLike());
    NDArray sum = NDArrays.where(kept, x.sub(top), x.zerosLike()).exp().mul(mask).sum(axes);
    NDArray safe = NDArrays.where(any, sum, sum.onesLike());
    return safe.log().add(top.reshape(sum.getShape()));
  }

  /// log(1 + Σ eˣ) along `axis` over what `mask` keeps; 0 where it keeps nothing.
  public static NDArray logOnePlusSumExp(NDArray x, NDArray mask, int axis) {
    int[] axes = {axis};
    NDArray kept = NDArrays.where(mask.gt(0), x, x.zerosLike());
    NDArray top = relu(kept.max(axes, true)).stopGradient();
    NDArray flat = top.squeeze(axis);
    return kept.sub(top).exp().mul(mask).sum(axes).add(flat.neg().exp()).log().add(flat);
  }

  /// −log softmax of each row's own class: `[n]`.
  public static NDArray crossEntropy(NDArray logits, Labels labels) {
    return own(logits.logSoftmax(1), labels).neg();
  }

  /// The entry of each row's own class, of `[n, classes]`: `[n]`.
  public static NDArray own(NDArray perClass, Labels labels) {
    long[] index = labels.stream().asLongStream().toArray();
    return perClass.gather(places(perClass, index).expandDims(1), 1).squeeze(1);
  }

  /// `[n, classes]`: 1 at each row's own class.
  public static NDArray ownMask(NDArray like, Labels labels, int classes) {
    float[] mask = new float[labels.size() * classes];
    for (int row = 0; row < labels.size(); row++) {
      mask[row * classes + labels.at(row)] = 1;
    }
    return mask(like, mask, classes);
  }

  /// `flags` as an array of `columns` columns, with the type and manager of `like`.
  public static NDArray mask(NDArray like, float[] flags, int columns) {
    return owned(like.getManager().create(flags, new Shape(flags.length / columns, columns)))
        .toType(like.getDataType(), false);
  }

  /// A created array with memory of its own. DJL's array reads the buffer that it was created from,
  /// and the garbage collector frees that buffer once the array is closed, whatever libtorch still
  /// needs it for.
  public static NDArray owned(NDArray created) {
    try (created) {
      return created.duplicate();
    }
  }

  /// A number that lives until the manager of `like` is closed. DJL's operations with a plain
  /// number close it at once, though the backward pass still reads it: gradients were garbage now
  /// and then. So where a number takes part in a product, a quotient, a power or a maximum, it
  /// comes from here.
  private static NDArray number(NDArray like, double value) {
    return owned(like.getManager().create(value)).toType(like.getDataType(), false);
  }

  public static NDArray times(NDArray x, double factor) {
    return x.mul(number(x, factor));
  }

  public static NDArray over(NDArray x, double divisor) {
    return x.div(number(x, divisor));
  }

  public static NDArray power(NDArray x, double exponent) {
    return x.pow(number(x, exponent));
  }

  public static NDArray atLeast(NDArray x, double least) {
    return x.maximum(number(x, least));
  }

  /// Places as an array beside `like`.
  public static NDArray places(NDArray like, long[] places) {
    return owned(like.getManager().create(places));
  }

  /// The rows of `x` at those places: `[places, d]`, differentiable.
  public static NDArray rows(NDArray x, long[] places) {
    return x.get(places(x, places));
  }

  /// Each row's sum of products with the same row of `b`: `[n]`.
  public static NDArray rowDot(NDArray a, NDArray b) {
    return a.mul(b).sum(new int[] {1});
  }

  /// log(eᵃ + eᵇ), element by element.
  public static NDArray logAddExp(NDArray a, NDArray b) {
    return b.add(softplus(a.sub(b)));
  }
}
