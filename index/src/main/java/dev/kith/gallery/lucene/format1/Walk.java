package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One walker through a graph: its query, where it has been, and the best it saw. Holds memory for
/// the next walk, so walkers are reused; not thread-safe. Searching a level is algorithm 2 of the
/// paper.
final class Walk {
  private final Graph graph;
  private final Kernel kernel = Kernel.best();
  private final Visited visited;
  private final Beam beam = new Beam();
  private final Quantiser quantiser;
  private final float[] along;
  private final short[] query;
  private final int[] found = new int[Graph.DEGREE];
  private final int[] rows = new int[Graph.DEGREE];
  private final float[] scores = new float[Graph.DEGREE];
  private long visits;

  Walk(Graph graph) {
    this.graph = graph;
    this.visited = new Visited(graph.size());
    this.quantiser = graph.quantiser();
    this.along = new float[quantiser.dimension()];
    this.query = new short[quantiser.width()];
  }

  /// Takes the query of the next walk.
  void ask(float[] vector) {
    quantiser.encode(quantiser.numbers(vector, along), query);
  }

  /// Where the query's codes may go instead.
  short[] query() {
    return query;
  }

  Beam beam() {
    return beam;
  }

  /// Goes from the entry down to a level, on each level to the node that no neighbour beats.
  ///
  /// @return its place in that level
  int descend(int level) {
    visits = 0;
    int place = graph.top();
    for (int at = graph.upper().size(); at > level; at--) {
      Level here = graph.upper().get(at - 1);
      place = here.below(climb(here, place));
    }
    return place;
  }

  private int climb(Level level, int from) {
    int best = from;
    rows[0] = level.row(from);
    score(1);
    float score = scores[0];
    for (int at = -1; at != best; ) {
      at = best;
      int count = level.links().read(at, found);
      toRows(level, count);
      score(count);
      for (int i = 0; i < count; i++) {
        if (scores[i] > score) {
          score = scores[i];
          best = found[i];
        }
      }
    }
    return best;
  }

  private void toRows(Level level, int count) {
    for (int i = 0; i < count; i++) {
      rows[i] = level.row(found[i]);
    }
  }

  private void score(int count) {
    graph.score(kernel, query, rows, count, scores);
    visits += count;
  }

  /// Fills the beam with the best nodes of a level above the ground.
  void explore(Level level, int entry, int room) {
    begin(level.row(entry), entry, room, null);
    for (int at = beam.expand(); at >= 0; at = beam.expand()) {
      int count = fresh(level.links(), at, found);
      toRows(level, count);
      score(count);
      collect(found, count);
    }
  }

  /// Fills the beam with the best rows, until none is left that could better it or the visits are
  /// spent.
  void explore(int entry, int room, @Nullable Standing standing, long mostVisits) {
    begin(entry, entry, room, standing);
    for (int at = beam.expand(); at >= 0 && visits < mostVisits; at = beam.expand()) {
      int count = fresh(graph.ground(), at, rows);
      score(count);
      collect(rows, count);
    }
  }

  /// Fills the beam with the best of some rows, without a walk.
  ///
  /// @param next the first wanted row from the given one on, or a negative number
  void look(IntUnaryOperator next, int room, Standing standing) {
    beam.clear(room, standing);
    int count = 0;
    for (int row = next.applyAsInt(0); row >= 0; row = next.applyAsInt(row + 1)) {
      rows[count++] = row;
      if (count == rows.length) {
        score(count);
        collect(rows, count);
        count = 0;
      }
    }
    score(count);
    collect(rows, count);
  }

  private void begin(int row, int place, int room, @Nullable Standing standing) {
    visited.clear();
    beam.clear(room, standing);
    visited.add(place);
    rows[0] = row;
    score(1);
    beam.add(place, scores[0]);
  }

  /// The neighbours of a node that this walk hasn't seen.
  private int fresh(Links links, int node, int[] target) {
    links.copy(node, target);
    int count = 0;
    for (int i = 0; i < links.degree(); i++) {
      int neighbour = target[i];
      if (neighbour == Links.NONE) {
        break;
      }
      if (visited.add(neighbour)) {
        target[count++] = neighbour;
      }
    }
    return count;
  }

  private void collect(int[] places, int count) {
    for (int i = 0; i < count; i++) {
      if (scores[i] > beam.bar()) {
        beam.add(places[i], scores[i]);
      }
    }
  }
}
