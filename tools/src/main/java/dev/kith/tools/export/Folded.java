package dev.kith.tools.export;

import java.util.List;

/// Weight and bias of a convolution or linear layer, with the batch normalisation that followed.
///
/// @param weight first axis: channels out
/// @param bias one for each channel out
record Folded(Tensor weight, Tensor bias) {
  static boolean possible(Placed first, Placed second) {
    return second.layer() instanceof Layer.BatchNorm
        && (first.layer() instanceof Layer.Conv || first.layer() instanceof Layer.Linear);
  }

  static Folded of(Placed at, Weights weights) {
    var weight = weights.get(at.name("weight"));
    int out = weight.shape().getFirst();
    boolean biased =
        switch (at.layer()) {
          case Layer.Conv conv -> conv.bias();
          case Layer.Linear linear -> linear.bias();
          default -> throw new IllegalArgumentException("layer " + at.path() + " has no weight");
        };
    var bias = biased ? weights.get(at.name("bias")) : new Tensor(List.of(out), new float[out]);
    return new Folded(weight, bias);
  }

  static Folded of(Placed at, Placed norm, Weights weights) {
    var plain = of(at, weights);
    var affine = Affine.of(norm, (Layer.BatchNorm) norm.layer(), weights);
    float[] weight = plain.weight.values();
    float[] bias = plain.bias.values();
    int fan = weight.length / bias.length;
    for (int out = 0; out < bias.length; out++) {
      for (int i = 0; i < fan; i++) {
        weight[out * fan + i] *= affine.scale().at(out);
      }
      bias[out] = bias[out] * affine.scale().at(out) + affine.shift().at(out);
    }
    return new Folded(
        new Tensor(plain.weight.shape(), weight), new Tensor(plain.bias.shape(), bias));
  }
}
