package dev.kith.tools.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.loss.batch.Algebra;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Named arrays that live as long as a training, and Adam's moments of those that are trained. Not
/// thread-safe.
final class TorchWeights implements Checkpoint.Part {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final SequencedMap<String, NDArray> values = new LinkedHashMap<>();
  private final SequencedMap<String, NDArray> firstMoments = new LinkedHashMap<>();
  private final SequencedMap<String, NDArray> secondMoments = new LinkedHashMap<>();
  private final NDManager manager;

  /// @param manager owns the arrays
  TorchWeights(NDManager manager) {
    this.manager = manager;
  }

  void put(String name, Tensor tensor, boolean trained) {
    put(name, array(manager, tensor), trained);
  }

  /// @param array belongs to this object's manager
  void put(String name, NDArray array, boolean trained) {
    values.put(name, array);
    if (trained) {
      firstMoments.put(name, manager.zeros(array.getShape(), DataType.FLOAT32));
      secondMoments.put(name, manager.zeros(array.getShape(), DataType.FLOAT32));
    }
  }

  /// The arrays as one step sees them: they share their numbers with these, but belong to the step,
  /// and so do all results and gradients.
  Map<String, NDArray> leaves(NDManager step, boolean gradients) {
    var leaves = new LinkedHashMap<String, NDArray>();
    values.forEach((name, array) -> {
      var leaf = array.stopGradient();
      leaf.attach(step);
      if (gradients && firstMoments.containsKey(name)) {
        leaf.setRequiresGradient(true);
      }
      leaves.put(name, leaf);
    });
    return leaves;
  }

  /// One step of Adam along the leaves' gradients.
  ///
  /// @param step from 0
  void update(Map<String, NDArray> leaves, double rate, double decay, long step) {
    double first = 1 - StrictMath.pow(BETA1, step + 1.0);
    double second = 1 - StrictMath.pow(BETA2, step + 1.0);
    float corrected = (float) (rate * StrictMath.sqrt(second) / first);
    firstMoments.forEach((name, moment) -> {
      var array = values.get(name);
      var leaf = leaves.get(name);
      var variance = secondMoments.get(name);
      if (array == null || leaf == null || variance == null) {
        throw new IllegalStateException("no array named " + name);
      }
      // DJL's decay comes through the gradient; ours doesn't
      if (decay > 0 && array.getShape().dimension() > 1) {
        array.muli(1 - rate * decay);
      }
      array
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(array, leaf.getGradient(), moment, variance),
              new NDList(array),
              (float) rate,
              corrected,
              0,
              1,
              -1,
              BETA1,
              BETA2,
              EPSILON,
              true,
              false);
    });
  }

  /// Copies of the values.
  Weights weights() {
    var copies = new LinkedHashMap<String, Tensor>();
    values.forEach((name, array) -> copies.put(name, tensor(array)));
    return new Weights(copies);
  }

  /// Takes these values in place of its own.
  void set(Weights weights) {
    values.replaceAll((name, array) -> replaced(array, weights.get(name)));
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (var arrays : List.of(values, firstMoments, secondMoments)) {
      for (var array : arrays.values()) {
        Numbers.write(out, tensor(array));
      }
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (var arrays : List.of(values, firstMoments, secondMoments)) {
      for (var entry : arrays.entrySet()) {
        entry.setValue(replaced(entry.getValue(), Numbers.read(in)));
      }
    }
  }

  private NDArray replaced(NDArray array, Tensor by) {
    array.close();
    return array(manager, by);
  }

  static NDArray array(NDManager manager, Tensor tensor) {
    return Algebra.owned(
        manager.create(
            tensor.values(), new Shape(tensor.shape().stream().mapToLong(size -> size).toArray())));
  }

  static Tensor tensor(NDArray array) {
    List<Integer> shape =
        java.util.Arrays.stream(array.getShape().getShape()).mapToObj(Math::toIntExact).toList();
    return new Tensor(shape, array.toFloatArray());
  }
}
