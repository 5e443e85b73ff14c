package dev.kith.gallery.lucene.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The Vector API: a row a lane, two vectors of rows, so that eight sums stay in registers and none
/// waits for another; no sum is ever added up across lanes.
final class VectorTile implements Tile {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int WIDTH = 2 * LANES;

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
    for (int i = 0; i < dimension; i++) {
      FloatVector rows = FloatVector.fromArray(FLOATS, panel, i * WIDTH);
      FloatVector rows2 = FloatVector.fromArray(FLOATS, panel, i * WIDTH + LANES);
      int query = at + i * QUERIES;
      FloatVector number = FloatVector.broadcast(FLOATS, queries[query]);
      a = number.fma(rows, a);
      a2 = number.fma(rows2, a2);
      number = FloatVector.broadcast(FLOATS, queries[query + 1]);
      b = number.fma(rows, b);
      b2 = number.fma(rows2, b2);
      number = FloatVector.broadcast(FLOATS, queries[query + 2]);
      c = number.fma(rows, c);
      c2 = number.fma(rows2, c2);
      number = FloatVector.broadcast(FLOATS, queries[query + 3]);
      d = number.fma(rows, d);
      d2 = number.fma(rows2, d2);
    }
    if (!above(floors, 0, a, b, c, d) && !above(floors, LANES, a2, b2, c2, d2)) {
      return false;
    }
    a.intoArray(scores, 0);
    a2.intoArray(scores, LANES);
    b.intoArray(scores, WIDTH);
    b2.intoArray(scores, WIDTH + LANES);
    c.intoArray(scores, 2 * WIDTH);
    c2.intoArray(scores, 2 * WIDTH + LANES);
    d.intoArray(scores, 3 * WIDTH);
    d2.intoArray(scores, 3 * WIDTH + LANES);
    return true;
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
}
