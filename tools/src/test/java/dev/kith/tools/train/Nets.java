package dev.kith.tools.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.loss.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/// Nets for tests, and what libtorch makes of them.
final class Nets {
  private Nets() {}

  /// @param json with ' for "
  static Net net(String json) throws Exception {
    try {
      return new ObjectMapper().readValue(json.replace('\'', '"'), Net.class);
    } catch (ValueInstantiationException e) {
      throw (Exception) e.getCause();
    }
  }

  static Tensor samples(Net net, int n) {
    var random = new Random(3);
    var values = new float[n * net.input().count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    var shape = new ArrayList<>(List.of(n));
    shape.addAll(net.input().sizes());
    return new Tensor(shape, values);
  }

  /// Start weights with statistics, slopes and biases that aren't what a fresh net has.
  static Weights shaken(Net net) {
    var random = new Random(5);
    var tensors = new LinkedHashMap<String, Tensor>();
    Weights.start(net, 9)
        .all()
        .forEach((name, tensor) -> {
          float[] values = tensor.values();
          for (int i = 0; i < values.length; i++) {
            values[i] =
                name.endsWith("variance")
                    ? 0.2f + random.nextFloat()
                    : values[i] + 0.2f * (float) random.nextGaussian();
          }
          tensors.put(name, new Tensor(tensor.shape(), values));
        });
    return new Weights(tensors);
  }

  static Tensor torch(Net net, Weights weights, Tensor input, boolean training) {
    try (var manager = Torch.manager()) {
      var arrays = new LinkedHashMap<String, NDArray>();
      weights.all().forEach((name, tensor) -> arrays.put(name, array(manager, tensor)));
      var out =
          new TorchNet(net).forward(array(manager, input), name -> arrays.get(name), training);
      return new Tensor(List.of(input.shape().getFirst(), net.dimension()), out.toFloatArray());
    }
  }

  private static NDArray array(NDManager manager, Tensor tensor) {
    return manager.create(
        tensor.values(), new Shape(tensor.shape().stream().mapToLong(i -> i).toArray()));
  }
}
