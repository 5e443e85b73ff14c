package dev.kith.gallery.lucene.format1;

/// Sees to it that a search can come to every row: choosing among links can leave a row that nobody
/// links to, above all among many equal ones (Lucene 12627).
final class Reach {
  private final Graph graph;
  private final int[] linked = new int[Graph.DEGREE];
  private final long[] reached;
  private final int[] queue;

  Reach(Graph graph) {
    this.graph = graph;
    reached = new long[(graph.size() + Long.SIZE - 1) / Long.SIZE];
    queue = new int[graph.size()];
  }

  /// Links what can't be reached to something near that can.
  ///
  /// @return rows that still can't be reached: only a scan finds them
  int join() {
    int entry = graph.row(graph.upper().size(), graph.top());
    int count = spread(entry, 0);
    Inserter inserter = new Inserter(graph, new Locks());
    for (int row = 0; row < graph.size() && count < graph.size(); row++) {
      if (!reached(row) && inserter.adopt(row)) {
        count = spread(row, count);
      }
    }
    return graph.size() - count;
  }

  private boolean reached(int row) {
    return (reached[row / Long.SIZE] & 1L << row) != 0;
  }

  /// Marks all that can be reached from a row.
  private int spread(int row, int before) {
    int count = before;
    int done = before;
    reached[row / Long.SIZE] |= 1L << row;
    queue[count++] = row;
    while (done < count) {
      int size = graph.ground().read(queue[done++], linked);
      for (int i = 0; i < size; i++) {
        if (!reached(linked[i])) {
          reached[linked[i] / Long.SIZE] |= 1L << linked[i];
          queue[count++] = linked[i];
        }
      }
    }
    return count;
  }
}
