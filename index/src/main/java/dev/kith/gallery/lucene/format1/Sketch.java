package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Codes of rows that have no graph, and how far a score by them can be off: a scan reads a quarter
/// of the memory, looks at few rows' floats and finds what a scan of all floats finds.
///
/// With q, r for a query and a row and q', r' for what their codes stand for, q r - q' r' is q (r -
/// r') + (q - q') r', which lengths bound (Cauchy and Schwarz).
final class Sketch {
  private static final int LINE = 64;

  /// Where codes are farther from their rows, too many rows would have to be looked at.
  private static final double FARTHEST = 0.06;

  private final Kernel kernel = Kernel.best();
  private final Quantiser quantiser;
  private final MemorySegment codes;
  private final double longest;
  private final double farthest;

  private Sketch(Quantiser quantiser, MemorySegment codes, double longest, double farthest) {
    this.quantiser = quantiser;
    this.codes = codes;
    this.longest = longest;
    this.farthest = farthest;
  }

  /// @param memory where the codes live
  /// @return null where codes would be too far from their rows
  static @Nullable Sketch of(FloatRows rows, Arena memory) {
    Quantiser quantiser = Quantiser.uncut(rows);
    MemorySegment codes = memory.allocate((long) rows.size() * quantiser.width(), LINE);
    quantiser.encode(rows, 0, rows.size(), codes);
    float[] row = new float[rows.dimension()];
    short[] coded = new short[quantiser.width()];
    double longest = 0;
    double farthest = 0;
    for (int i = 0; i < rows.size(); i++) {
      rows.read(i, row);
      quantiser.encode(row, coded);
      longest = Math.max(longest, length(quantiser, coded));
      farthest = Math.max(farthest, distance(quantiser, row, coded));
    }
    return farthest > FARTHEST ? null : new Sketch(quantiser, codes, longest, farthest);
  }

  private static double length(Quantiser quantiser, short[] codes) {
    double squares = 0;
    for (short code : codes) {
      squares += code * code;
    }
    return Math.sqrt(squares) / quantiser.scale();
  }

  private static double distance(Quantiser quantiser, float[] row, short[] codes) {
    double squares = 0;
    for (int i = 0; i < row.length; i++) {
      double off = row[i] - codes[i] / (double) quantiser.scale();
      squares += off * off;
    }
    return Math.sqrt(squares);
  }

  Look look(float[] query) {
    return new Look(query);
  }

  /// One query's look at the rows.
  final class Look {
    private final short[] query = new short[quantiser.width()];
    private final double slack;

    private Look(float[] numbers) {
      quantiser.encode(numbers, query);
      double length = 0;
      for (float each : numbers) {
        length += (double) each * each;
      }
      slack = Math.sqrt(length) * farthest + distance(quantiser, numbers, query) * longest;
    }

    /// Names rows that may score a floor or more: all that do, and some that don't.
    ///
    /// @param scores room for `count` scores
    /// @param target gets the rows
    /// @return how many there are
    int mayReach(double floor, int first, int count, float[] scores, int[] target) {
      kernel.codes(query, quantiser.products(), codes, first, count, scores);
      double least = (floor - slack) * quantiser.scale() * quantiser.scale();
      int found = 0;
      for (int i = 0; i < count; i++) {
        if (scores[i] >= least) {
          target[found++] = first + i;
        }
      }
      return found;
    }
  }
}
