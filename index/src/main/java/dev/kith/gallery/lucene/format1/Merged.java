package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Graphs of the segments that a merge brings together.
final class Merged {
  /// A graph that lost a larger share of its rows is built anew.
  private static final double WORTH_KEEPING = 0.6;

  private Merged() {}

  /// The graph with most rows left, and where they went.
  static @Nullable Reuse reuse(FieldInfo field, MergeState merge, FloatVectorValues merged)
      throws IOException {
    int[] rows = rows(merged, merge.segmentInfo.maxDoc());
    Reuse best = null;
    for (int i = 0; i < merge.knnVectorsReaders.length; i++) {
      Graph graph = graph(field, merge, i);
      if (graph != null && (best == null || graph.size() > best.left())) {
        Reuse each = new Reuse(graph, moved(field, merge, i, graph.size(), rows));
        if (each.left() >= WORTH_KEEPING * graph.size()) {
          best = Reuse.better(best, each);
        }
      }
    }
    return best;
  }

  private static @Nullable Graph graph(FieldInfo field, MergeState merge, int segment) {
    KnnVectorsReader reader = merge.knnVectorsReaders[segment];
    FieldInfo here = merge.fieldInfos[segment].fieldInfo(field.name);
    if (reader == null || here == null || !here.hasVectorValues()) {
      return null;
    }
    if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
      reader = fields.getFieldReader(field.name);
    }
    return reader instanceof Kith1VectorsReader ours ? ours.graph(field.name) : null;
  }

  /// The row of each document; [Reuse#GONE] where it has none.
  private static int[] rows(KnnVectorValues values, int documents) throws IOException {
    int[] rows = new int[documents];
    Arrays.fill(rows, Reuse.GONE);
    KnnVectorValues.DocIndexIterator iterator = values.iterator();
    for (int document = iterator.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = iterator.nextDoc()) {
      rows[document] = iterator.index();
    }
    return rows;
  }

  private static int[] moved(FieldInfo field, MergeState merge, int segment, int size, int[] rows)
      throws IOException {
    int[] moved = new int[size];
    KnnVectorValues.DocIndexIterator iterator =
        merge.knnVectorsReaders[segment].getFloatVectorValues(field.name).iterator();
    for (int document = iterator.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = iterator.nextDoc()) {
      int there = merge.docMaps[segment].get(document);
      moved[iterator.index()] = there < 0 ? Reuse.GONE : rows[there];
    }
    return moved;
  }
}
