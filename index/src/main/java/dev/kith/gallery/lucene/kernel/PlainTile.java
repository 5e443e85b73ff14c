package dev.kith.gallery.lucene.kernel;

/// Plain loops for a JVM without the Vector API.
final class PlainTile implements Tile {
  private static final int WIDTH = 16;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public boolean beats(
      float[] queries, int at, float[] panel, int dimension, float[] floors, float[] scores) {
    boolean beats = false;
    for (int query = 0; query < QUERIES; query++) {
      for (int row = 0; row < WIDTH; row++) {
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
          sum += queries[at + i * QUERIES + query] * panel[i * WIDTH + row];
        }
        scores[query * WIDTH + row] = sum;
        beats |= sum > floors[row];
      }
    }
    return beats;
  }
}
