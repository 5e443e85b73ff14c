package dev.kith.gallery.lucene.format1;

/// One thread's hand in building a graph: finds the neighbours of a new row on each of its levels,
/// then links it from the ground up, so that nobody meets a row above that isn't linked below.
final class Inserter {
  /// `efConstruction` of the paper.
  static final int BEAM = 90;

  private final Graph graph;
  private final Walk walk;
  private final Neighbourhood own;
  private final Linker linker;
  private final int[][] chosen;
  private final int[] counts;
  private final int[] linked = new int[Graph.DEGREE];

  Inserter(Graph graph, Locks locks) {
    this.graph = graph;
    walk = new Walk(graph);
    own = new Neighbourhood(graph, BEAM);
    linker = new Linker(graph, locks);
    chosen = new int[graph.upper().size() + 1][Graph.DEGREE];
    counts = new int[chosen.length];
  }

  /// Links a row that has no links yet.
  ///
  /// @param highest its highest level
  void insert(int row, int highest) {
    System.arraycopy(own.codes(row), 0, walk.query(), 0, walk.query().length);
    int place = walk.descend(highest);
    for (int level = highest; level >= 0; level--) {
      explore(level, place);
      choose(level);
      if (level > 0) {
        place = graph.upper().get(level - 1).below(walk.beam().row(0));
      }
    }
    for (int level = 0; level <= highest; level++) {
      linker.link(level, graph.place(level, row), chosen[level], counts[level]);
    }
  }

  /// Links to a row that nobody links to, from the nearest row that has room for it; where none
  /// has, a near one gives up a link and the row takes it over.
  ///
  /// @return whether the row can be reached now
  boolean adopt(int row) {
    System.arraycopy(own.codes(row), 0, walk.query(), 0, walk.query().length);
    explore(0, walk.descend(0));
    Links links = graph.ground();
    Beam beam = walk.beam();
    for (int i = 0; i < beam.size(); i++) {
      int count = links.read(beam.row(i), linked);
      if (count < links.degree()) {
        links.append(beam.row(i), count, row);
        return true;
      }
    }
    int count = links.read(row, linked);
    if (count == links.degree()) {
      return false;
    }
    int near = beam.row(row % beam.size());
    links.append(row, count, links.get(links.at(near), links.degree() - 1));
    links.append(near, links.degree() - 1, row);
    return true;
  }

  private void explore(int level, int place) {
    if (level == 0) {
      walk.explore(place, BEAM, null, Long.MAX_VALUE);
    } else {
      walk.explore(graph.upper().get(level - 1), place, BEAM);
    }
  }

  private void choose(int level) {
    own.clear();
    Beam beam = walk.beam();
    for (int i = 0; i < beam.size(); i++) {
      own.add(beam.row(i), graph.row(level, beam.row(i)), beam.score(i));
    }
    counts[level] = own.choose(linker.most(level));
    System.arraycopy(own.chosen(), 0, chosen[level], 0, counts[level]);
  }
}
