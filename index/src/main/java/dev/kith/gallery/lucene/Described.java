package dev.kith.gallery.lucene;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Filter;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/// The attributes of a gallery's subjects, and which subjects the filters used lately admit. A
/// filter's first use looks at every subject; from then on its set is kept current by each change.
/// Thread-safe.
final class Described {
  private static final int FILTERS = 64;

  private final Map<Long, Map<String, Attribute>> subjects = new HashMap<>();
  private final LinkedHashMap<Filter, Admitted> admitted = new LinkedHashMap<>(16, 0.75f, true);

  /// The numbers of subjects that a filter admits, at one moment: the same object until an edit
  /// changes them.
  static final class Admitted {
    private final BitSet numbers;

    private Admitted(BitSet numbers) {
      this.numbers = numbers;
    }

    boolean admits(long subject) {
      return numbers.get(Math.toIntExact(subject));
    }

    private Admitted with(long subject, boolean admits) {
      BitSet changed = (BitSet) numbers.clone();
      changed.set(Math.toIntExact(subject), admits);
      return new Admitted(changed);
    }
  }

  /// Takes in what an index holds.
  void read(DirectoryReader reader) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues numbers = leaf.reader().getNumericDocValues(Documents.DESCRIBED);
      BinaryDocValues attributes = leaf.reader().getBinaryDocValues(Documents.ATTRIBUTES);
      Bits live = leaf.reader().getLiveDocs();
      if (numbers == null || attributes == null) {
        continue;
      }
      for (int document = numbers.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = numbers.nextDoc()) {
        if ((live == null || live.get(document)) && attributes.advanceExact(document)) {
          describe(numbers.longValue(), Attributes.read(attributes.binaryValue()));
        }
      }
    }
  }

  synchronized void describe(long subject, Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      subjects.remove(subject);
    } else {
      subjects.put(subject, attributes);
    }
    admitted.replaceAll((filter, before) -> {
      boolean admits = filter.admits(attributes);
      return before.admits(subject) == admits ? before : before.with(subject, admits);
    });
  }

  synchronized Admitted admitted(Filter filter) {
    Admitted known = admitted.get(filter);
    if (known == null) {
      BitSet numbers = new BitSet();
      for (Map.Entry<Long, Map<String, Attribute>> each : subjects.entrySet()) {
        if (filter.admits(each.getValue())) {
          numbers.set(Math.toIntExact(each.getKey()));
        }
      }
      known = new Admitted(numbers);
      admitted.put(filter, known);
      if (admitted.size() > FILTERS) {
        admitted.pollFirstEntry();
      }
    }
    return known;
  }

  synchronized int size() {
    return subjects.size();
  }
}
