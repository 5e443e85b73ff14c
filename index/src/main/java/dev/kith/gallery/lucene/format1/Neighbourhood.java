package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Candidates for one node's links, best first, and the choice among them: a candidate stays when
/// it is nearer to the node than to every candidate chosen before it (algorithm 4 of the paper).
/// Reused from node to node; not thread-safe.
final class Neighbourhood {
  /// Chosen ones that a candidate is compared with at a time: most are turned down early.
  private static final int BATCH = 8;

  private final Kernel kernel = Kernel.best();
  private final Graph graph;
  private final byte[] bytes;
  private final short[] codes;
  private final int[] places;
  private final int[] rows;
  private final float[] scores;
  private final int[] chosen = new int[Graph.DEGREE];
  private final int[] chosenRows = new int[Graph.DEGREE];
  private final int[] batch = new int[BATCH];
  private final float[] between = new float[BATCH];
  private int size;
  private int chosenSize;

  /// @param most candidates of one node
  Neighbourhood(Graph graph, int most) {
    this.graph = graph;
    codes = new short[graph.quantiser().width()];
    bytes = new byte[codes.length];
    places = new int[most];
    rows = new int[most];
    scores = new float[most];
  }

  void clear() {
    size = 0;
  }

  /// Adds a candidate at its place in the order; of many, the worst falls off.
  void add(int place, int row, float score) {
    if (size == rows.length) {
      if (score <= scores[size - 1]) {
        return;
      }
      size--;
    }
    int at = size++;
    while (at > 0 && scores[at - 1] < score) {
      scores[at] = scores[at - 1];
      places[at] = places[at - 1];
      rows[at] = rows[at - 1];
      at--;
    }
    scores[at] = score;
    places[at] = place;
    rows[at] = row;
  }

  /// The codes of a row as a query, good until asked again.
  short[] codes(int row) {
    MemorySegment.copy(
        graph.codes().memory(),
        ValueLayout.JAVA_BYTE,
        (long) row * bytes.length,
        bytes,
        0,
        bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      codes[i] = bytes[i];
    }
    return codes;
  }

  /// Chooses at most `most` candidates; [#chosen] has their places, best first.
  int choose(int most) {
    chosenSize = 0;
    return size <= most ? takeAll() : chooseBeside(most);
  }

  private int takeAll() {
    for (int i = 0; i < size; i++) {
      take(places[i], rows[i]);
    }
    return chosenSize;
  }

  /// Chooses candidates beside links that stay, `most` together; [#chosen] has those that stay
  /// first. To choose among all anew would leave fewer links each time, and less to find.
  ///
  /// @param stay places of links that stay
  /// @param stayRows their rows
  int choose(int[] stay, int[] stayRows, int count, int most) {
    chosenSize = 0;
    for (int i = 0; i < count; i++) {
      take(stay[i], stayRows[i]);
    }
    return chooseBeside(most);
  }

  private int chooseBeside(int most) {
    for (int i = 0; i < size && chosenSize < most; i++) {
      if (nearestToTheNode(i)) {
        take(places[i], rows[i]);
      }
    }
    return chosenSize;
  }

  private void take(int place, int row) {
    chosen[chosenSize] = place;
    chosenRows[chosenSize] = row;
    chosenSize++;
  }

  private boolean nearestToTheNode(int candidate) {
    if (chosenSize == 0) {
      return true;
    }
    short[] query = codes(rows[candidate]);
    for (int from = 0; from < chosenSize; from += BATCH) {
      int count = Math.min(BATCH, chosenSize - from);
      System.arraycopy(chosenRows, from, batch, 0, count);
      graph.score(kernel, query, batch, count, between);
      for (int i = 0; i < count; i++) {
        if (between[i] > scores[candidate]) {
          return false;
        }
      }
    }
    return true;
  }

  int[] chosen() {
    return chosen;
  }
}
