package dev.kith.tools.export;

import dev.kith.tools.export.Parameter.Start;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// The arrays of a net by name. Immutable.
public final class Weights {
  private final SequencedMap<String, Tensor> tensors;

  public Weights(SequencedMap<String, Tensor> tensors) {
    this.tensors = new LinkedHashMap<>(tensors);
  }

  /// What a net starts with; a seed gives the same on every machine.
  public static Weights start(Net net, long seed) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var parameter : net.parameters()) {
      var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + tensors.size());
      tensors.put(parameter.name(), start(parameter, random.split()));
    }
    return new Weights(tensors);
  }

  private static Tensor start(Parameter parameter, SplittableRandom random) {
    var values = new float[parameter.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (parameter.start()) {
            case Start.Constant(float value) -> value;
            case Start.Uniform(double bound) -> (float) (bound * (2 * random.nextDouble() - 1));
          };
    }
    return new Tensor(parameter.shape(), values);
  }

  /// @throws IllegalArgumentException if there is none of that name
  public Tensor get(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no weights named %s, expected one of %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  public Map<String, Tensor> all() {
    return java.util.Collections.unmodifiableMap(tensors);
  }
}
