package dev.kith.tools.bench.ann;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// People without end, by number; the same number is always the same one. Immutable and
/// thread-safe.
final class Population {
  private static final long APART = 1_000_003;

  private final Identities identities;
  private final int templates;
  private final long seed;

  /// @param templates of each
  Population(int templates, int dimension, long seed) {
    identities = new Identities(new SplittableRandom(seed), dimension);
    this.templates = templates;
    this.seed = seed;
  }

  List<float[]> templates(int number) {
    return samples(number).subList(0, templates);
  }

  /// Another sample than the templates.
  float[] probe(int number) {
    return samples(number).getLast();
  }

  private List<float[]> samples(int number) {
    SplittableRandom random = new SplittableRandom(seed * APART + number);
    double[] identity = identities.identity(random);
    List<float[]> samples = new ArrayList<>(templates + 1);
    for (int i = 0; i <= templates; i++) {
      samples.add(identities.sample(random, identity));
    }
    return samples;
  }
}
