package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;

/// One thread's hand in linking nodes of a graph: writes the links that a node chose and links back
/// to it, each node under its lock.
final class Linker {
  /// Most links that a node chooses, on the ground: room is left for newcomers, so that a node
  /// whose links are full chooses for eight of them at once.
  private static final int CHOSEN = Graph.DEGREE - 8;

  private final Graph graph;
  private final Locks locks;
  private final Kernel kernel = Kernel.best();
  private final Neighbourhood others;
  private final int[] linked = new int[Graph.DEGREE + 1];
  private final int[] rows = new int[Graph.DEGREE + 1];
  private final float[] scores = new float[Graph.DEGREE + 1];

  Linker(Graph graph, Locks locks) {
    this.graph = graph;
    this.locks = locks;
    others = new Neighbourhood(graph, Graph.DEGREE + 1);
  }

  /// Most links that a node of a level chooses.
  int most(int level) {
    return Math.min(graph.links(level).degree(), CHOSEN);
  }

  Object lock(int level, int place) {
    return locks.of(level, place);
  }

  /// Writes the links of a new node, and links back.
  void link(int level, int place, int[] chosen, int count) {
    synchronized (lock(level, place)) {
      graph.links(level).write(place, chosen, count);
    }
    for (int i = 0; i < count; i++) {
      linkBack(level, chosen[i], place);
    }
  }

  /// Adds a link; a node whose links are full chooses among them and the new one.
  void linkBack(int level, int node, int newcomer) {
    synchronized (lock(level, node)) {
      Links links = graph.links(level);
      int count = links.read(node, linked);
      if (count < links.degree()) {
        links.append(node, count, newcomer);
      } else {
        linked[count] = newcomer;
        chooseAmong(level, node, count + 1);
      }
    }
  }

  private void chooseAmong(int level, int node, int count) {
    for (int i = 0; i < count; i++) {
      rows[i] = graph.row(level, linked[i]);
    }
    graph.score(kernel, others.codes(graph.row(level, node)), rows, count, scores);
    others.clear();
    for (int i = 0; i < count; i++) {
      others.add(linked[i], rows[i], scores[i]);
    }
    int kept = others.choose(most(level));
    graph.links(level).write(node, others.chosen(), kept);
  }
}
