package dev.kith.tools.export.int8;

import dev.kith.tools.export.Tensor;
import java.util.List;

/// The grids of a layer's weights, one a channel out, symmetric around 0, and its biases on the
/// grids that the products have.
///
/// Weights use 7 of 8 bits: kernels for processors without whole-number dot products add two
/// products of an unsigned and a signed byte in 16 bits, which 8 would overflow.
final class Channels {
  static final Tensor NO_BIAS = new Tensor(List.of(0), new float[0]);
  private static final int MOST = 63;
  private static final float SMALLEST = 1e-12f;

  /// Keeps whole-number biases within half of their 32 bits.
  private static final float MOST_BIAS = 1 << 30;

  /// Of the weight, along which channels lie.
  private final int axis;

  private final float input;
  private final float[] scales;
  private final Tensor bias;

  private Channels(int axis, float input, float[] scales, Tensor bias) {
    this.axis = axis;
    this.input = input;
    this.scales = scales;
    this.bias = bias;
  }

  /// @param input scale of what the layer takes
  /// @param bias one a channel, or [#NO_BIAS]
  static Channels of(Tensor weight, int axis, float input, Tensor bias) {
    var channels = new Channels(axis, input, new float[weight.shape().get(axis)], bias);
    float[] scales = channels.scales;
    for (int i = 0; i < weight.count(); i++) {
      int channel = channels.channel(weight, i);
      scales[channel] = Math.max(scales[channel], Math.abs(weight.at(i)) / MOST);
    }
    for (int channel = 0; channel < scales.length; channel++) {
      float least = bias.count() == 0 ? 0 : Math.abs(bias.at(channel)) / input / MOST_BIAS;
      scales[channel] = Math.max(Math.max(scales[channel], least), SMALLEST);
    }
    return channels;
  }

  private int channel(Tensor weight, int index) {
    int inner = 1;
    for (int i = axis + 1; i < weight.shape().size(); i++) {
      inner *= weight.shape().get(i);
    }
    return index / inner % scales.length;
  }

  int axis() {
    return axis;
  }

  int count() {
    return scales.length;
  }

  float[] scales() {
    return scales.clone();
  }

  int[] weights(Tensor weight) {
    var whole = new int[weight.count()];
    for (int i = 0; i < whole.length; i++) {
      float steps = weight.at(i) / scales[channel(weight, i)];
      whole[i] = Math.clamp(Math.round(steps), -MOST, MOST);
    }
    return whole;
  }

  int[] biases() {
    var whole = new int[bias.count()];
    for (int channel = 0; channel < whole.length; channel++) {
      whole[channel] = Math.round(bias.at(channel) / (input * scales[channel]));
    }
    return whole;
  }

  float[] biasScales() {
    var products = new float[scales.length];
    for (int channel = 0; channel < products.length; channel++) {
      products[channel] = input * scales[channel];
    }
    return products;
  }
}
