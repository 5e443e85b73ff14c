package dev.kith.tools.bench.ann;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Filter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Attributes by which a filter admits a share of the subjects: one for each share, that those have
/// who are drawn. Draws of one share tell nothing of another's.
///
/// @param all each in (0, 1]
record Shares(List<Double> all, long seed) {
  private static final long APART = 1_000_003;
  private static final Attribute IN = new Attribute.Text("in");
  private static final Attribute OUT = new Attribute.Text("out");

  Shares {
    all = List.copyOf(all);
  }

  /// Of one subject, the same each time.
  Map<String, Attribute> attributes(int subject) {
    SplittableRandom random = new SplittableRandom(seed * APART + subject);
    Map<String, Attribute> attributes = new HashMap<>();
    for (double share : all) {
      attributes.put(name(share), random.nextDouble() < share ? IN : OUT);
    }
    return attributes;
  }

  private static String name(double share) {
    return "one of " + share;
  }

  Filter filter(double share) {
    return new Filter(Map.of(name(share), Set.of(IN)));
  }
}
