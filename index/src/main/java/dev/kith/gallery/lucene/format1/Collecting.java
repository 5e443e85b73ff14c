package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/// Searches for Lucene's own queries and checks. Ours go through [SegmentVectors].
final class Collecting {
  private Collecting() {}

  static void scan(RandomVectorScorer scorer, @Nullable Bits accepted, KnnCollector collector)
      throws IOException {
    for (int row = 0; row < scorer.maxOrd() && !collector.earlyTerminated(); row++) {
      if (accepted == null || accepted.get(row)) {
        collector.incVisitedCount(1);
        collector.collect(scorer.ordToDoc(row), scorer.score(row));
      }
    }
  }

  /// Walks with a beam of the collector's `k`, then scores by floats.
  static void walk(
      Graph graph,
      float[] target,
      RandomVectorScorer scorer,
      @Nullable Bits accepted,
      KnnCollector collector)
      throws IOException {
    Walk walk = new Walk(graph);
    walk.ask(target);
    walk.explore(
        walk.descend(0),
        Math.min(collector.k(), graph.size()),
        accepted == null ? null : new Accepted(accepted),
        collector.visitLimit());
    Beam beam = walk.beam();
    for (int i = 0; i < beam.size(); i++) {
      if (accepted == null || accepted.get(beam.row(i))) {
        collector.incVisitedCount(1);
        collector.collect(scorer.ordToDoc(beam.row(i)), scorer.score(beam.row(i)));
      }
    }
  }

  /// Every row its own subject.
  private record Accepted(Bits rows) implements Standing {
    @Override
    public int subject(int row) {
      return row;
    }

    @Override
    public boolean visible(int row) {
      return rows.get(row);
    }
  }
}
