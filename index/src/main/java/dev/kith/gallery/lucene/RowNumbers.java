package dev.kith.gallery.lucene;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;

/// Which document, template and subject each row of a segment is. Subjects are counted within the
/// segment, in the order of their numbers, so that a search can keep them in arrays. 20 bytes a row
/// and 12 a subject, outside the heap. Immutable.
final class RowNumbers {
  private final int rows;
  private final int subjects;
  private final Ints documents;
  private final Longs templates;
  private final Ints owners;
  private final Longs numbers;
  private final Ints starts;
  private final Ints members;
  private long newest;

  private RowNumbers(int rows, long[] distinct) {
    this.rows = rows;
    this.subjects = distinct.length;
    documents = new Ints(rows);
    templates = new Longs(rows);
    owners = new Ints(rows);
    members = new Ints(rows);
    numbers = new Longs(subjects);
    starts = new Ints(subjects + 1L);
    for (int i = 0; i < subjects; i++) {
      numbers.set(i, distinct[i]);
    }
  }

  static RowNumbers of(LeafReader reader) throws IOException {
    FloatVectorValues vectors = reader.getFloatVectorValues(Documents.VECTOR);
    if (vectors == null) {
      return new RowNumbers(0, new long[0]);
    }
    long[] owners = new long[vectors.size()];
    RowNumbers numbers = new RowNumbers(owners.length, distinct(reader, owners));
    numbers.fill(reader, vectors, owners);
    numbers.group();
    return numbers;
  }

  private static long[] distinct(LeafReader reader, long[] owners) throws IOException {
    NumericDocValues subjects = reader.getNumericDocValues(Documents.SUBJECT);
    for (int row = 0; row < owners.length; row++) {
      subjects.nextDoc();
      owners[row] = subjects.longValue();
    }
    long[] sorted = owners.clone();
    Arrays.parallelSort(sorted);
    int distinct = 0;
    for (long each : sorted) {
      if (distinct == 0 || sorted[distinct - 1] != each) {
        sorted[distinct++] = each;
      }
    }
    return Arrays.copyOf(sorted, distinct);
  }

  private void fill(LeafReader reader, FloatVectorValues vectors, long[] owner) throws IOException {
    NumericDocValues template = reader.getNumericDocValues(Documents.TEMPLATE);
    KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
    for (int document = iterator.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = iterator.nextDoc()) {
      int row = iterator.index();
      template.advanceExact(document);
      documents.set(row, document);
      templates.set(row, template.longValue());
      owners.set(row, subjectOf(owner[row]));
      newest = Math.max(newest, template.longValue());
    }
  }

  /// Lists each subject's rows.
  private void group() {
    for (int row = 0; row < rows; row++) {
      int next = owners.get(row) + 1;
      starts.set(next, starts.get(next) + 1);
    }
    for (int subject = 0; subject < subjects; subject++) {
      starts.set(subject + 1, starts.get(subject + 1) + starts.get(subject));
    }
    Ints free = new Ints(subjects);
    for (int row = 0; row < rows; row++) {
      int subject = owners.get(row);
      members.set(starts.get(subject) + (long) free.get(subject), row);
      free.set(subject, free.get(subject) + 1);
    }
  }

  int rows() {
    return rows;
  }

  int subjects() {
    return subjects;
  }

  /// The largest number of a template.
  long newest() {
    return newest;
  }

  int document(int row) {
    return documents.get(row);
  }

  long template(int row) {
    return templates.get(row);
  }

  /// Whose row it is, counted within the segment.
  int owner(int row) {
    return owners.get(row);
  }

  /// The number of a subject that is counted within the segment.
  long subject(int owner) {
    return numbers.get(owner);
  }

  /// A subject's place within the segment; negative when it has no row here.
  int subjectOf(long number) {
    int low = 0;
    int high = subjects - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = numbers.get(middle);
      if (there == number) {
        return middle;
      } else if (there < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /// Where a subject's rows begin among all members; the next subject's begin where they end.
  int start(int owner) {
    return starts.get(owner);
  }

  /// The row at a place among all members.
  int member(int place) {
    return members.get(place);
  }
}
