package dev.kith.gallery.lucene;

import dev.kith.gallery.SubjectId;
import dev.kith.gallery.lucene.format1.Kith1VectorsReader;
import dev.kith.gallery.lucene.format1.SegmentVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// One Lucene segment as a search sees it. Its rows outlive refreshes: only which of them are live
/// changes.
final class Segment {
  private final LeafReader reader;
  private final RowNumbers numbers;
  private final @Nullable SegmentVectors vectors;
  private final Admissions admissions;
  private final @Nullable BitSet live;
  private final int templates;

  private Segment(
      LeafReader reader,
      RowNumbers numbers,
      @Nullable SegmentVectors vectors,
      Admissions admissions) {
    this.reader = reader;
    this.numbers = numbers;
    this.vectors = vectors;
    this.admissions = admissions;
    Bits documents = reader.getLiveDocs();
    this.live = documents == null ? null : live(documents);
    this.templates = live == null ? numbers.rows() : live.cardinality();
  }

  private static Segment of(LeafReader reader) throws IOException {
    RowNumbers numbers = RowNumbers.of(reader);
    return new Segment(
        reader, numbers, numbers.rows() == 0 ? null : vectors(reader), new Admissions(numbers));
  }

  /// The segments of a reader, the largest first, since what they hold sets a floor for the others;
  /// those known already keep what they know.
  static List<Segment> all(DirectoryReader reader, List<Segment> known) throws IOException {
    Map<Object, Segment> byCore = new HashMap<>();
    known.forEach(each -> byCore.put(core(each.reader()), each));
    List<Segment> segments = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Segment same = byCore.get(core(leaf.reader()));
      segments.add(same == null ? of(leaf.reader()) : same.with(leaf.reader()));
    }
    segments.sort(Comparator.comparingInt((Segment each) -> each.numbers.rows()).reversed());
    return segments;
  }

  private static Object core(LeafReader reader) {
    IndexReader.CacheHelper helper = reader.getCoreCacheHelper();
    if (helper == null) {
      throw new IllegalStateException("segment " + reader + " has no key");
    }
    return helper.getKey();
  }

  private static SegmentVectors vectors(LeafReader reader) throws IOException {
    if (reader instanceof CodecReader segment
        && segment.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
      KnnVectorsReader ours = fields.getFieldReader(Documents.VECTOR);
      if (ours instanceof Kith1VectorsReader kith) {
        return kith.vectors(Documents.VECTOR);
      }
    }
    throw new IOException("the vectors of " + reader + " aren't in a format of ours");
  }

  /// The same segment with other live documents.
  Segment with(LeafReader newer) {
    return newer.equals(reader) ? this : new Segment(newer, numbers, vectors, admissions);
  }

  /// Which rows are live: searches ask by row, and would wait for the number of its document.
  private BitSet live(Bits documents) {
    BitSet rows = new BitSet(numbers.rows());
    for (int row = 0; row < numbers.rows(); row++) {
      if (documents.get(numbers.document(row))) {
        rows.set(row);
      }
    }
    return rows;
  }

  /// Templates that no later segment replaced.
  int templates() {
    return templates;
  }

  LeafReader reader() {
    return reader;
  }

  RowNumbers numbers() {
    return numbers;
  }

  /// Null when no document has a vector.
  @Nullable SegmentVectors vectors() {
    return vectors;
  }

  /// Whether searches walk its graph.
  boolean walked() {
    return vectors != null && vectors.hasGraph();
  }

  float[] vector(int row) {
    SegmentVectors here = vectors;
    if (here == null) {
      throw new IllegalStateException("segment " + reader + " has no vectors");
    }
    return here.vector(row);
  }

  /// Reads the rows of a subject's templates, withdrawn ones too.
  void read(SubjectId subject, IntConsumer reader) throws IOException {
    PostingsEnum documents = this.reader.postings(Documents.subject(subject), PostingsEnum.NONE);
    FloatVectorValues values = this.reader.getFloatVectorValues(Documents.VECTOR);
    if (documents == null || values == null || vectors == null) {
      return;
    }
    KnnVectorValues.DocIndexIterator rows = values.iterator();
    for (int document = documents.nextDoc();
        document != PostingsEnum.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      rows.advance(document);
      reader.accept(rows.index());
    }
  }

  Admissions admissions() {
    return admissions;
  }

  boolean whole() {
    return live == null;
  }

  boolean live(int row) {
    BitSet some = live;
    return some == null || some.get(row);
  }
}
