package dev.kith.gallery.lucene;

import dev.kith.gallery.lucene.format1.Kith1VectorsFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/// One Lucene segment as a search sees it: vectors mapped from disk, the numbers of its templates
/// and subjects on the heap (16 bytes a template). The numbers outlive refreshes: only live
/// documents change.
final class Segment {
  static final long NO_TEMPLATE = -1;

  private final LeafReader reader;
  private final long[] templates;
  private final long[] subjects;
  private final int distinct;
  private final int live;

  private Segment(LeafReader reader, long[] templates, long[] subjects, int distinct) {
    this.reader = reader;
    this.templates = templates;
    this.subjects = subjects;
    this.distinct = distinct;
    this.live = live(reader.getLiveDocs(), templates);
  }

  static Segment of(LeafReader reader) throws IOException {
    long[] subjects = numbers(reader, Documents.SUBJECT);
    long[] templates = numbers(reader, Documents.TEMPLATE);
    return new Segment(reader, templates, subjects, distinct(subjects));
  }

  /// The same segment with other live documents.
  Segment with(LeafReader newer) {
    return newer.equals(reader) ? this : new Segment(newer, templates, subjects, distinct);
  }

  private static int distinct(long[] subjects) {
    long[] sorted = subjects.clone();
    Arrays.sort(sorted);
    int distinct = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != NO_TEMPLATE && (i == 0 || sorted[i] != sorted[i - 1])) {
        distinct++;
      }
    }
    return distinct;
  }

  private static int live(@Nullable Bits live, long[] templates) {
    int count = 0;
    for (int document = 0; document < templates.length; document++) {
      if (templates[document] != NO_TEMPLATE && (live == null || live.get(document))) {
        count++;
      }
    }
    return count;
  }

  /// Templates that no later segment replaced.
  int templates() {
    return live;
  }

  /// Subjects with a template here, withdrawn ones included.
  int subjects() {
    return distinct;
  }

  private static long[] numbers(LeafReader reader, String field) throws IOException {
    long[] numbers = new long[reader.maxDoc()];
    Arrays.fill(numbers, NO_TEMPLATE);
    NumericDocValues values = reader.getNumericDocValues(field);
    if (values != null) {
      for (int document = values.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = values.nextDoc()) {
        numbers[document] = values.longValue();
      }
    }
    return numbers;
  }

  LeafReader reader() {
    return reader;
  }

  long template(int document) {
    return templates[document];
  }

  long subject(int document) {
    return subjects[document];
  }

  boolean hasGraph() throws IOException {
    FloatVectorValues vectors = reader.getFloatVectorValues(Documents.VECTOR);
    return vectors != null && vectors.size() >= Kith1VectorsFormat.GRAPH_FROM;
  }

  /// Live templates that `visible` admits.
  Bits admitted(IntPredicate visible) {
    Bits live = reader.getLiveDocs();
    int size = reader.maxDoc();
    return new Bits() {
      @Override
      public boolean get(int document) {
        return (live == null || live.get(document)) && visible.test(document);
      }

      @Override
      public int length() {
        return size;
      }
    };
  }

  /// Scores every admitted template. Cost: one dot product each.
  void scan(float[] probe, Bits admitted, long base, Best best) throws IOException {
    FloatVectorValues vectors = reader.getFloatVectorValues(Documents.VECTOR);
    if (vectors == null) {
      return;
    }
    KnnVectorValues.DocIndexIterator documents = vectors.iterator();
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (admitted.get(document)) {
        float score = VectorUtil.dotProduct(probe, vectors.vectorValue(documents.index()));
        best.offer(subjects[document], score, base + document);
      }
    }
  }

  /// Walks the graph, then scores what it found as a scan would.
  ///
  /// @return false when the beam wasn't filled, by spent visits or by a graph in parts: a scan must
  ///   finish
  boolean walk(float[] probe, Bits admitted, int beam, long visits, long base, Best best)
      throws IOException {
    SubjectCollector collector = new SubjectCollector(beam, visits, subjects);
    reader.searchNearestVectors(
        Documents.VECTOR,
        probe,
        collector,
        AcceptDocs.fromIteratorSupplier(
            () -> new BitsIterator(admitted), admitted, reader.maxDoc()));
    if (collector.numCollected() < beam) {
      return false;
    }
    ScoreDoc[] found = collector.topDocs().scoreDocs;
    Arrays.sort(found, (a, b) -> Integer.compare(a.doc, b.doc));
    FloatVectorValues vectors = reader.getFloatVectorValues(Documents.VECTOR);
    KnnVectorValues.DocIndexIterator documents = vectors.iterator();
    for (ScoreDoc each : found) {
      documents.advance(each.doc);
      float score = VectorUtil.dotProduct(probe, vectors.vectorValue(documents.index()));
      best.offer(subjects[each.doc], score, base + each.doc);
    }
    return true;
  }
}
