package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Draws;
import java.util.List;
import java.util.random.RandomGenerator;

/// An array that a loss learns: class weights, proxies, centres.
///
/// @param name unique within its loss
/// @param shape such as `[d, classes]`
/// @param deviation of the normal distribution around 0 that it starts from; 0 starts it at zeros
public record Weight(String name, Shape shape, double deviation) {
  /// A new array with its first values, which depend on `seed` and on the shape only.
  public NDArray allocate(NDManager manager, DataType type, long seed) {
    RandomGenerator random = new Draws(seed).at(0);
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    NDArray array = Algebra.owned(manager.create(values, shape)).toType(type, false);
    array.setName(name);
    return array;
  }

  /// One new array for each weight; the i-th starts from `seed + i`.
  public static NDList allocate(List<Weight> weights, NDManager manager, DataType type, long seed) {
    NDList arrays = new NDList(weights.size());
    for (int i = 0; i < weights.size(); i++) {
      arrays.add(weights.get(i).allocate(manager, type, seed + i));
    }
    return arrays;
  }
}
