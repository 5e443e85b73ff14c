package dev.kith.gallery.lucene;

import dev.kith.gallery.lucene.format1.Kith1VectorsReader;
import dev.kith.gallery.lucene.format1.SegmentVectors;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// One Lucene segment as a search sees it. Its rows outlive refreshes: only which of them are live
/// changes.
final class Segment {
  private final LeafReader reader;
  private final RowNumbers numbers;
  private final @Nullable SegmentVectors vectors;
  private final Admissions admissions;
  private final @Nullable Bits live;
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
    this.live = reader.getLiveDocs();
    this.templates = count();
  }

  static Segment of(LeafReader reader) throws IOException {
    RowNumbers numbers = RowNumbers.of(reader);
    return new Segment(
        reader, numbers, numbers.rows() == 0 ? null : vectors(reader), new Admissions(numbers));
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

  private int count() {
    Bits some = live;
    if (some == null) {
      return numbers.rows();
    }
    int count = 0;
    for (int row = 0; row < numbers.rows(); row++) {
      if (some.get(numbers.document(row))) {
        count++;
      }
    }
    return count;
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

  Admissions admissions() {
    return admissions;
  }

  boolean whole() {
    return live == null;
  }

  boolean live(int row) {
    Bits some = live;
    return some == null || some.get(numbers.document(row));
  }
}
