package dev.kith.encoder.image;

/// For every output position along one axis: which source positions it draws from, and with which
/// weights. A triangle filter as wide as the scale (so that shrinking averages and doesn't skip),
/// edges repeated; weights sum to 1.
final class Taps {
  private final int[] first;
  private final float[][] weights;

  /// @param size source positions
  /// @param from,to the source window that the output covers, in source positions; it may reach
  ///   beyond the edges
  /// @param outputs output positions
  Taps(int size, double from, double to, int outputs) {
    first = new int[outputs];
    weights = new float[outputs][];
    double scale = (to - from) / outputs;
    double support = Math.max(1, scale);
    for (int i = 0; i < outputs; i++) {
      double centre = from + (i + 0.5) * scale;
      int begin = Math.clamp((long) Math.floor(centre - support), 0, size - 1);
      int end = Math.clamp((long) Math.ceil(centre + support), begin + 1, size);
      first[i] = begin;
      weights[i] = weights(centre, support, begin, end);
    }
  }

  private static float[] weights(double centre, double support, int begin, int end) {
    double[] raw = new double[end - begin];
    double sum = 0;
    for (int at = begin; at < end; at++) {
      raw[at - begin] = Math.max(0, 1 - Math.abs((at + 0.5 - centre) / support));
      sum += raw[at - begin];
    }
    if (sum == 0) {
      raw[centre < begin ? 0 : raw.length - 1] = 1;
      sum = 1;
    }
    float[] weights = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      weights[i] = (float) (raw[i] / sum);
    }
    return weights;
  }

  int first(int output) {
    return first[output];
  }

  /// How many source positions an output draws from.
  int count(int output) {
    return weights[output].length;
  }

  float weight(int output, int tap) {
    return weights[output][tap];
  }

  int outputs() {
    return first.length;
  }
}
