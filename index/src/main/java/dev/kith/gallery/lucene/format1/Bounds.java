package dev.kith.gallery.lucene.format1;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How far the codes of a segment's rows are from them, so that a score by codes says what a score
/// by floats can be at most.
///
/// With q and r for the parts of a query and a row along the axes and q', r' for what their codes
/// stand for, q r - q' r' is q (r - r') + (q - q') r'; what lies beside the axes adds its own
/// product. Lengths bound each (Cauchy and Schwarz).
///
/// @param longest what a row's codes stand for
/// @param farthest a row's part along the axes from that
/// @param widest what a row has beside the axes
/// @param loose rows that one of the three isn't true of, ascending ints: one in a hundred or so,
///   those with numbers that were cut off, which would make the bounds wide for all
record Bounds(float longest, float farthest, float widest, MemorySegment loose) {
  private static final int SAMPLED_ROWS = 4096;
  private static final double KEPT = 0.99;

  /// Where codes are farther from their rows, too many rows would have to be looked at.
  private static final float FARTHEST = 0.06f;

  /// Floats' rounding in a row's part along the axes.
  private static final double ROUNDING = 1e-5;

  /// Bounds that hold for most of the rows; which are loose isn't known yet.
  ///
  /// @return null where they would be too wide for a scan
  static @Nullable Bounds sampled(FloatRows rows, Quantiser quantiser) {
    int step = Math.max(1, rows.size() / SAMPLED_ROWS);
    Coded coded = new Coded(quantiser);
    float[] row = new float[rows.dimension()];
    int count = (rows.size() + step - 1) / step;
    float[][] lengths = new float[3][count];
    for (int i = 0; i < count; i++) {
      rows.read(i * step, row);
      coded.read(row);
      lengths[0][i] = up(coded, Coded::codedLength);
      lengths[1][i] = up(coded, Coded::off);
      lengths[2][i] = up(coded, Coded::beside);
    }
    Bounds bounds =
        new Bounds(
            quantile(lengths[0], 1),
            quantile(lengths[1], KEPT),
            quantile(lengths[2], 1),
            MemorySegment.ofArray(new int[0]));
    return bounds.farthest > FARTHEST ? null : bounds;
  }

  /// No smaller as a float.
  private static float up(Coded coded, ToDoubleFunction<Coded> length) {
    return Math.nextUp((float) length.applyAsDouble(coded));
  }

  private static float quantile(float[] lengths, double share) {
    Arrays.sort(lengths);
    return lengths.length == 0 ? 0 : lengths[(int) Math.ceil((lengths.length - 1) * share)];
  }

  boolean hold(Coded row) {
    return row.codedLength() <= longest && row.off() <= farthest && row.beside() <= widest;
  }

  Bounds with(MemorySegment looseRows) {
    return new Bounds(longest, farthest, widest, looseRows);
  }

  int looseCount() {
    return (int) (loose.byteSize() / Integer.BYTES);
  }

  int loose(int place) {
    return loose.get(Links.INT, (long) place * Integer.BYTES);
  }

  /// By how much a score by codes and one by floats can differ.
  double slack(Coded query) {
    return query.length() * farthest
        + query.off() * longest
        + query.beside() * widest
        + ROUNDING * Math.max(1, query.length());
  }
}
