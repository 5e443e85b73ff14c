package dev.kith.tools.loss.batch;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Randomness that is a function of a seed and a step: a resumed run draws what an unbroken one
/// would.
public record Draws(long seed) {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /// A generator of its own for `step`; equal seeds and steps give equal sequences.
  public RandomGenerator at(long step) {
    return new SplittableRandom(mix(mix(seed) + GOLDEN_RATIO * (step + 1)));
  }

  /// Draws of their own for one purpose, so that two users of one seed share nothing.
  public Draws forPurpose(String purpose) {
    return new Draws(mix(seed) + purpose.hashCode() * GOLDEN_RATIO);
  }

  /// `count` different numbers from 0 … `bound` − 1, in random order.
  static int[] distinct(int bound, int count, RandomGenerator random) {
    int[] order = new int[bound];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, bound);
      int taken = order[other];
      order[other] = order[i];
      order[i] = taken;
    }
    return Arrays.copyOf(order, count);
  }

  // the finaliser of MurmurHash3: neighbouring seeds and steps share no bits
  private static long mix(long x) {
    long y = (x ^ (x >>> 33)) * 0xFF51AFD7ED558CCDL;
    y = (y ^ (y >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return y ^ (y >>> 33);
  }
}
