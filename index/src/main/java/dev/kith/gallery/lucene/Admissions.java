package dev.kith.gallery.lucene;

import java.util.BitSet;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Which rows of a segment the filters used lately admit, found out once for each state of a
/// filter. Thread-safe.
final class Admissions {
  private static final int KEPT = 8;

  private final RowNumbers numbers;
  private final LinkedHashMap<Described.Admitted, Rows> lately =
      new LinkedHashMap<>(16, 0.75f, true);

  /// Admitted rows.
  static final class Rows {
    private final BitSet bits;
    private final int count;

    private Rows(BitSet bits) {
      this.bits = bits;
      this.count = bits.cardinality();
    }

    int count() {
      return count;
    }

    boolean admits(int row) {
      return bits.get(row);
    }

    /// The first admitted row from the given one on, or a negative number.
    int next(int row) {
      return bits.nextSetBit(row);
    }
  }

  Admissions(RowNumbers numbers) {
    this.numbers = numbers;
  }

  synchronized Rows of(Described.Admitted filter) {
    @Nullable Rows known = lately.get(filter);
    if (known == null) {
      known = new Rows(look(filter));
      lately.put(filter, known);
      if (lately.size() > KEPT) {
        lately.pollFirstEntry();
      }
    }
    return known;
  }

  private BitSet look(Described.Admitted filter) {
    BitSet rows = new BitSet(numbers.rows());
    for (int owner = 0; owner < numbers.subjects(); owner++) {
      if (filter.admits(numbers.subject(owner))) {
        for (int place = numbers.start(owner); place < numbers.start(owner + 1); place++) {
          rows.set(numbers.member(place));
        }
      }
    }
    return rows;
  }
}
