package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Builds the graph of a segment on several threads. They share nothing but rows of links, each
/// written under one of a few locks and read without any.
///
/// Memory while building: codes and links, [Quantiser#width] and 136 bytes a row, outside the heap.
final class GraphBuilder {
  private static final int COPIED = 4096;
  private static final int INSERTED = 16;

  /// Rows that one thread inserts before others join: the first ones must meet each other.
  private static final int ALONE = 512;

  private final FloatRows rows;
  private final @Nullable Reuse reuse;
  private final Parallel parallel;
  private final BitSet linked = new BitSet();
  private final Locks locks = new Locks();

  /// @param reuse a graph over some of the rows
  GraphBuilder(FloatRows rows, @Nullable Reuse reuse, Parallel parallel) {
    this.rows = rows;
    this.reuse = reuse;
    this.parallel = parallel;
  }

  /// @param memory where the graph lives
  Graph build(Arena memory, long seed) throws IOException {
    Codes codes = Codes.of(rows, Quantiser.alongAxes(rows), memory, parallel);
    Levels levels = Levels.draw(rows.size(), reuse, seed);
    Graph graph = levels.empty(codes, memory);
    if (reuse == null) {
      linked.set(levels.entry());
    } else {
      copy(reuse, graph);
    }
    insert(graph, levels);
    new Reach(graph).join();
    return graph;
  }

  private void copy(Reuse from, Graph graph) throws IOException {
    for (int row = 0; row < from.rows(); row++) {
      if (from.moved(row) != Reuse.GONE) {
        linked.set(from.moved(row));
      }
    }
    int levels = Math.min(from.old().upper().size(), graph.upper().size());
    for (int level = 0; level <= levels; level++) {
      int here = level;
      eachThatStays(from, graph, level, () -> (old, place) -> from.copy(graph, here, old, place));
      eachThatStays(from, graph, level, () -> new Mender(from, graph, here, locks)::mend);
    }
  }

  /// A node that stays: its place in the old level, and in the new one.
  @FunctionalInterface
  private interface Staying {
    void at(int oldPlace, int place);
  }

  private void eachThatStays(Reuse from, Graph graph, int level, Supplier<Staying> threads)
      throws IOException {
    parallel.run(
        from.old().links(level).rows(),
        COPIED,
        () -> {
          Staying thread = threads.get();
          return (first, last) -> {
            for (int old = first; old < last; old++) {
              int place = from.place(graph, level, old);
              if (place != Reuse.GONE) {
                thread.at(old, place);
              }
            }
          };
        });
  }

  private void insert(Graph graph, Levels levels) throws IOException {
    int alone = Math.min(ALONE, rows.size());
    Inserter first = new Inserter(graph, locks);
    for (int row = 0; row < alone; row++) {
      insert(first, row, levels);
    }
    parallel.run(
        rows.size() - alone,
        INSERTED,
        () -> {
          Inserter inserter = new Inserter(graph, locks);
          return (from, to) -> {
            for (int row = alone + from; row < alone + to; row++) {
              insert(inserter, row, levels);
            }
          };
        });
  }

  private void insert(Inserter inserter, int row, Levels levels) {
    if (!linked.get(row)) {
      inserter.insert(row, levels.of(row));
    }
  }
}
