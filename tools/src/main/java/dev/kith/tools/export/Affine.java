package dev.kith.tools.export;

import java.util.List;

/// Batch normalisation with fixed statistics, as what it then is: scale x + shift for each channel.
record Affine(Tensor scale, Tensor shift) {
  static Affine of(Placed at, Layer.BatchNorm norm, Weights weights) {
    var gamma = weights.get(at.name("scale"));
    var beta = weights.get(at.name("shift"));
    var mean = weights.get(at.name("mean"));
    var variance = weights.get(at.name("variance"));
    var scale = new float[gamma.count()];
    var shift = new float[gamma.count()];
    for (int i = 0; i < scale.length; i++) {
      double factor = gamma.at(i) / Math.sqrt(variance.at(i) + norm.epsilon());
      scale[i] = (float) factor;
      shift[i] = (float) (beta.at(i) - mean.at(i) * factor);
    }
    return new Affine(
        new Tensor(List.of(scale.length), scale), new Tensor(List.of(shift.length), shift));
  }
}
