package dev.kith.gallery.lucene;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Filter;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The attributes of a gallery's subjects, and which subjects the filters used lately admit. A
/// filter's first use looks at every subject; from then on its set is kept current by each change.
/// Thread-safe.
final class Described {
  private static final int FILTERS = 64;

  private final Map<Long, Map<String, Attribute>> subjects = new HashMap<>();
  private final LinkedHashMap<Filter, BitSet> admitted = new LinkedHashMap<>(16, 0.75f, true);

  /// The numbers of subjects that a filter admits, at one moment.
  static final class Admitted {
    private final BitSet numbers;

    private Admitted(BitSet numbers) {
      this.numbers = numbers;
    }

    boolean admits(long subject) {
      return numbers.get(Math.toIntExact(subject));
    }

    int size() {
      return numbers.cardinality();
    }
  }

  synchronized void describe(long subject, Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      subjects.remove(subject);
    } else {
      subjects.put(subject, attributes);
    }
    admitted.replaceAll((filter, numbers) -> {
      boolean admits = filter.admits(attributes);
      if (numbers.get(Math.toIntExact(subject)) == admits) {
        return numbers;
      }
      BitSet changed = (BitSet) numbers.clone();
      changed.set(Math.toIntExact(subject), admits);
      return changed;
    });
  }

  synchronized Admitted admitted(Filter filter) {
    BitSet numbers = admitted.get(filter);
    if (numbers == null) {
      numbers = new BitSet();
      for (Map.Entry<Long, Map<String, Attribute>> each : subjects.entrySet()) {
        if (filter.admits(each.getValue())) {
          numbers.set(Math.toIntExact(each.getKey()));
        }
      }
      admitted.put(filter, numbers);
      if (admitted.size() > FILTERS) {
        admitted.pollFirstEntry();
      }
    }
    return new Admitted(numbers);
  }

  synchronized int size() {
    return subjects.size();
  }
}
