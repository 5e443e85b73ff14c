package dev.kith.tools.export;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/// A network from samples to embeddings, as a description: JSON
/// `{"input":[1,32,32],"layers":[{"layer":"conv","out":64},…]}`. Says nothing of the weights.
///
/// @param input shape of one sample
/// @param layers in order; the last one gives a row
public record Net(Features input, List<Layer> layers) {
  /// @throws NetException if the layers don't fit each other, or don't end in a row
  public Net {
    layers = List.copyOf(layers);
    var out = Placed.end(Placed.chain("", layers, input), input);
    if (!(out instanceof Features.Row)) {
      throw new NetException("a net that ends in %s, expected a row".formatted(out.sizes()));
    }
  }

  /// The layers at their places.
  public List<Placed> placed() {
    return Placed.chain("", layers, input);
  }

  /// Length of an embedding.
  @JsonIgnore
  public int dimension() {
    return Placed.end(placed(), input).count();
  }

  /// Every array, in the order of the layers.
  @JsonIgnore
  public List<Parameter> parameters() {
    return placed().stream().flatMap(Placed::parameters).toList();
  }
}
