package dev.kith.tools.glyph;

import java.util.SplittableRandom;

/// A stream of random numbers that a few keys determine, the same on every machine: only integer
/// and strictly defined floating-point arithmetic.
final class Dice {
  private final SplittableRandom random;

  Dice(long... keys) {
    long state = 0x4B495448L;
    for (long key : keys) {
      state = mix(state ^ mix(key + 0x9E3779B97F4A7C15L));
    }
    random = new SplittableRandom(state);
  }

  /// Uniform in [0, 1).
  double uniform() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /// Mean 0, deviation 1, within 3.5: a sum of four uniforms, whose tails don't wreck a drawing.
  double bell() {
    return (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508075688772;
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  double sign() {
    return chance(0.5) ? 1 : -1;
  }

  /// An index drawn with the given weights.
  int pick(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = uniform() * sum;
    for (int i = 0; i < weights.length - 1; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
