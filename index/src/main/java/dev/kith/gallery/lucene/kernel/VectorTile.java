package dev.kith.gallery.lucene.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The Vector API: a row a lane, three vectors of rows, so that twelve sums stay in registers and
/// keep the multipliers busy; no sum is ever added up across lanes.
final class VectorTile implements Tile {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int WIDTH = 3 * LANES;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public boolean beats(
      float[] queries, int at, float[] panel, int dimension, float[] floors, float[] scores) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector a2 = a;
    FloatVector b2 = a;
    FloatVector c2 = a;
    FloatVector d2 = a;
    FloatVector a3 = a;
    FloatVector b3 = a;
    FloatVector c3 = a;
    FloatVector d3 = a;
    for (int i = 0; i < dimension; i++) {
      FloatVector rows = FloatVector.fromArray(FLOATS, panel, i * WIDTH);
      FloatVector rows2 = FloatVector.fromArray(FLOATS, panel, i * WIDTH + LANES);
      FloatVector rows3 = FloatVector.fromArray(FLOATS, panel, i * WIDTH + 2 * LANES);
      int query = at + i * QUERIES;
      FloatVector number = FloatVector.broadcast(FLOATS, queries[query]);
      a = number.fma(rows, a);
      a2 = number.fma(rows2, a2);
      a3 = number.fma(rows3, a3);
      number = FloatVector.broadcast(FLOATS, queries[query + 1]);
      b = number.fma(rows, b);
      b2 = number.fma(rows2, b2);
      b3 = number.fma(rows3, b3);
      number = FloatVector.broadcast(FLOATS, queries[query + 2]);
      c = number.fma(rows, c);
      c2 = number.fma(rows2, c2);
      c3 = number.fma(rows3, c3);
      number = FloatVector.broadcast(FLOATS, queries[query + 3]);
      d = number.fma(rows, d);
      d2 = number.fma(rows2, d2);
      d3 = number.fma(rows3, d3);
    }
    boolean beats =
        above(floors, 0, a, b, c, d)
            || above(floors, LANES, a2, b2, c2, d2)
            || above(floors, 2 * LANES, a3, b3, c3, d3);
    if (beats) {
      put(scores, 0, a, b, c, d);
      put(scores, LANES, a2, b2, c2, d2);
      put(scores, 2 * LANES, a3, b3, c3, d3);
    }
    return beats;
  }

  private static boolean above(
      float[] floors, int at, FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    FloatVector floor = FloatVector.fromArray(FLOATS, floors, at);
    VectorMask<Float> above =
        a.compare(VectorOperators.GT, floor)
            .or(b.compare(VectorOperators.GT, floor))
            .or(c.compare(VectorOperators.GT, floor))
            .or(d.compare(VectorOperators.GT, floor));
    return above.anyTrue();
  }

  private static void put(
      float[] scores, int at, FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    a.intoArray(scores, at);
    b.intoArray(scores, at + WIDTH);
    c.intoArray(scores, at + 2 * WIDTH);
    d.intoArray(scores, at + 3 * WIDTH);
  }
}
