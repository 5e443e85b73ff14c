package dev.kith.gallery.lucene.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// How fast a core can multiply and add at all: what kernels are measured against.
public final class Peak {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int SUMS = 8;

  private Peak() {}

  /// Runs fused multiplications and additions on registers alone, eight sums at a time.
  ///
  /// @param rounds of eight vectors
  /// @return multiplications with their additions, of single numbers
  public static long run(long rounds) {
    FloatVector factor = FloatVector.broadcast(FLOATS, 0.999f);
    FloatVector more = FloatVector.broadcast(FLOATS, 0.001f);
    FloatVector a = factor;
    FloatVector b = factor;
    FloatVector c = factor;
    FloatVector d = factor;
    FloatVector e = factor;
    FloatVector f = factor;
    FloatVector g = factor;
    FloatVector h = factor;
    for (long i = 0; i < rounds; i++) {
      a = a.fma(factor, more);
      b = b.fma(factor, more);
      c = c.fma(factor, more);
      d = d.fma(factor, more);
      e = e.fma(factor, more);
      f = f.fma(factor, more);
      g = g.fma(factor, more);
      h = h.fma(factor, more);
    }
    float sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).reduceLanes(VectorOperators.ADD);
    // looked at, so that nothing of it is left out
    return Float.isNaN(sum) ? 0 : rounds * SUMS * FLOATS.length();
  }
}
