package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;

/// One thread's hand in mending a level of a reused graph: a node that withdrawals left with few
/// links chooses others among the neighbours of all its old neighbours, and is linked back, so that
/// steady withdrawals don't wear the graph out. To look behind the lost ones alone is not enough.
final class Mender {
  private static final int CANDIDATES = Graph.DEGREE * (Graph.DEGREE + 1);

  private final Reuse reuse;
  private final Graph target;
  private final int level;
  private final Links links;
  private final Links old;
  private final Linker linker;
  private final Kernel kernel = Kernel.best();
  private final Neighbourhood candidates;
  private final Visited seen;
  private final int[] linked = new int[Graph.DEGREE];
  private final int[] behind = new int[Graph.DEGREE];
  private final int[] places = new int[CANDIDATES];
  private final int[] rows = new int[CANDIDATES];
  private final float[] scores = new float[CANDIDATES];

  /// @param target where the links of those that stay are copied already
  Mender(Reuse reuse, Graph target, int level, Locks locks) {
    this.reuse = reuse;
    this.target = target;
    this.level = level;
    links = target.links(level);
    old = reuse.old().links(level);
    linker = new Linker(target, locks);
    candidates = new Neighbourhood(target, Inserter.BEAM);
    seen = new Visited(links.rows());
  }

  /// @param oldPlace the node's in the old graph's level
  /// @param node its place now
  void mend(int oldPlace, int node) {
    int size = old.read(oldPlace, linked);
    int stay;
    int chosen;
    synchronized (linker.lock(level, node)) {
      stay = links.read(node, places);
      if (stay >= Math.min(size, linker.most(level))) {
        return;
      }
      int count = gather(node, size, stay);
      chosen = choose(node, stay, count);
      links.write(node, candidates.chosen(), chosen);
    }
    for (int i = stay; i < chosen; i++) {
      linker.linkBack(level, candidates.chosen()[i], node);
    }
  }

  /// Adds those behind the old neighbours to the ones that stay.
  private int gather(int node, int size, int stay) {
    seen.clear();
    seen.add(node);
    for (int i = 0; i < stay; i++) {
      seen.add(places[i]);
    }
    int count = stay;
    for (int i = 0; i < size; i++) {
      int far = old.read(linked[i], behind);
      for (int j = 0; j < far; j++) {
        int place = reuse.place(target, level, behind[j]);
        if (place != Reuse.GONE && seen.add(place)) {
          places[count++] = place;
        }
      }
    }
    return count;
  }

  private int choose(int node, int stay, int count) {
    for (int i = 0; i < count; i++) {
      rows[i] = target.row(level, places[i]);
    }
    target.score(kernel, candidates.codes(target.row(level, node)), rows, count, scores);
    candidates.clear();
    for (int i = stay; i < count; i++) {
      candidates.add(places[i], rows[i], scores[i]);
    }
    return candidates.choose(places, rows, stay, linker.most(level));
  }
}
