package dev.kith.gallery.lucene.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The Vector API, four rows at a time: each load of the query serves four sums that don't wait for
/// each other.
final class VectorKernel implements Kernel {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));

  /// Vectors of shorts that a line of codes fills.
  private static final int PARTS = LINE / SHORTS.length();

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

  @Override
  public void floats(float[] query, MemorySegment rows, int[] wanted, int count, float[] scores) {
    long width = (long) query.length * Float.BYTES;
    touch(rows, width, wanted, count);
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      four(
          query,
          rows,
          wanted[i] * width,
          wanted[i + 1] * width,
          wanted[i + 2] * width,
          wanted[i + 3] * width,
          scores,
          i,
          1);
    }
    for (; i < count; i++) {
      scores[i] = one(query, rows, wanted[i] * width);
    }
  }

  /// Four streams through memory, a quarter of the rows apart: neighbouring rows lie in one page,
  /// and a processor reads ahead in one stream a page.
  @Override
  public void floats(float[] query, MemorySegment rows, long first, int count, float[] scores) {
    long width = (long) query.length * Float.BYTES;
    long at = first * width;
    int quarter = count / 4;
    long apart = quarter * width;
    for (int i = 0; i < quarter; i++) {
      four(query, rows, at, at + apart, at + 2 * apart, at + 3 * apart, scores, i, quarter);
      at += width;
    }
    at += 3 * apart;
    for (int i = 4 * quarter; i < count; i++) {
      scores[i] = one(query, rows, at);
      at += width;
    }
  }

  private static void four(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      float[] scores,
      int at,
      int apart) {
    FloatVector sumA = FloatVector.zero(FLOATS);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int whole = FLOATS.loopBound(query.length);
    for (int i = 0; i < whole; i += FLOATS.length()) {
      FloatVector part = FloatVector.fromArray(FLOATS, query, i);
      long skip = (long) i * Float.BYTES;
      sumA = part.fma(FloatVector.fromMemorySegment(FLOATS, rows, a + skip, ORDER), sumA);
      sumB = part.fma(FloatVector.fromMemorySegment(FLOATS, rows, b + skip, ORDER), sumB);
      sumC = part.fma(FloatVector.fromMemorySegment(FLOATS, rows, c + skip, ORDER), sumC);
      sumD = part.fma(FloatVector.fromMemorySegment(FLOATS, rows, d + skip, ORDER), sumD);
    }
    scores[at] = rest(query, whole, rows, a, sumA.reduceLanes(VectorOperators.ADD));
    scores[at + apart] = rest(query, whole, rows, b, sumB.reduceLanes(VectorOperators.ADD));
    scores[at + 2 * apart] = rest(query, whole, rows, c, sumC.reduceLanes(VectorOperators.ADD));
    scores[at + 3 * apart] = rest(query, whole, rows, d, sumD.reduceLanes(VectorOperators.ADD));
  }

  private static float one(float[] query, MemorySegment rows, long at) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int whole = FLOATS.loopBound(query.length);
    for (int i = 0; i < whole; i += FLOATS.length()) {
      FloatVector part = FloatVector.fromArray(FLOATS, query, i);
      long skip = (long) i * Float.BYTES;
      sum = part.fma(FloatVector.fromMemorySegment(FLOATS, rows, at + skip, ORDER), sum);
    }
    return rest(query, whole, rows, at, sum.reduceLanes(VectorOperators.ADD));
  }

  private static float rest(float[] query, int from, MemorySegment rows, long at, float sum) {
    float whole = sum;
    for (int i = from; i < query.length; i++) {
      whole += query[i] * rows.get(FLOAT, at + (long) i * Float.BYTES);
    }
    return whole;
  }

  @Override
  public void codes(
      short[] query, int products, MemorySegment rows, int[] wanted, int count, float[] scores) {
    int width = query.length;
    touch(rows, width, wanted, count);
    if (isShort(width, products)) {
      for (int i = 0; i < count; i++) {
        scores[i] = shortRow(query, rows, (long) wanted[i] * width);
      }
      return;
    }
    int block = Math.max(1, products) * SHORTS.length();
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      four(
          query,
          block,
          rows,
          (long) wanted[i] * width,
          (long) wanted[i + 1] * width,
          (long) wanted[i + 2] * width,
          (long) wanted[i + 3] * width,
          scores,
          i,
          1);
    }
    for (; i < count; i++) {
      scores[i] = one(query, block, rows, (long) wanted[i] * width);
    }
  }

  @Override
  public void codes(
      short[] query, int products, MemorySegment rows, long first, int count, float[] scores) {
    int width = query.length;
    long at = first * width;
    if (isShort(width, products)) {
      for (int i = 0; i < count; i++) {
        scores[i] = shortRow(query, rows, at);
        at += width;
      }
      return;
    }
    int block = Math.max(1, products) * SHORTS.length();
    int quarter = count / 4;
    long apart = (long) quarter * width;
    for (int i = 0; i < quarter; i++) {
      four(query, block, rows, at, at + apart, at + 2 * apart, at + 3 * apart, scores, i, quarter);
      at += width;
    }
    at += 3 * apart;
    for (int i = 4 * quarter; i < count; i++) {
      scores[i] = one(query, block, rows, at);
      at += width;
    }
  }

  /// Rows of one line or two, as most are, are added up without a loop: a loop of so few steps
  /// takes half as long again, or twice.
  private static boolean isShort(int width, int products) {
    return PARTS <= 4 && (width == LINE || (width == 2 * LINE && products >= PARTS));
  }

  private static float shortRow(short[] query, MemorySegment rows, long at) {
    IntVector sum =
        query.length == LINE
            ? line(query, rows, at)
            : wholeLine(query, 0, rows, at).add(wholeLine(query, LINE, rows, at));
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /// The one line of a row, whose shorts can take two products.
  private static IntVector line(short[] query, MemorySegment rows, long at) {
    IntVector first = pairs(two(query, 0, rows, at));
    return PARTS == 2 ? first : first.add(pairs(two(query, LINE / 2, rows, at)));
  }

  /// A line of a row whose shorts can take the products of all of it.
  private static IntVector wholeLine(short[] query, int from, MemorySegment rows, long at) {
    ShortVector first = two(query, from, rows, at);
    return pairs(PARTS == 2 ? first : first.add(two(query, from + LINE / 2, rows, at)));
  }

  /// Products of two neighbouring vectors, added.
  private static ShortVector two(short[] query, int from, MemorySegment rows, long at) {
    int next = from + SHORTS.length();
    return shorts(rows, at + from)
        .mul(ShortVector.fromArray(SHORTS, query, from))
        .add(shorts(rows, at + next).mul(ShortVector.fromArray(SHORTS, query, next)));
  }

  private static void four(
      short[] query,
      int block,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      float[] scores,
      int at,
      int apart) {
    IntVector sumA = IntVector.zero(IntVector.SPECIES_PREFERRED);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    for (int start = 0; start < query.length; start += block) {
      ShortVector partA = ShortVector.zero(SHORTS);
      ShortVector partB = partA;
      ShortVector partC = partA;
      ShortVector partD = partA;
      int end = Math.min(start + block, query.length);
      for (int i = start; i < end; i += SHORTS.length()) {
        ShortVector part = ShortVector.fromArray(SHORTS, query, i);
        partA = partA.add(shorts(rows, a + i).mul(part));
        partB = partB.add(shorts(rows, b + i).mul(part));
        partC = partC.add(shorts(rows, c + i).mul(part));
        partD = partD.add(shorts(rows, d + i).mul(part));
      }
      sumA = sumA.add(pairs(partA));
      sumB = sumB.add(pairs(partB));
      sumC = sumC.add(pairs(partC));
      sumD = sumD.add(pairs(partD));
    }
    scores[at] = sumA.reduceLanes(VectorOperators.ADD);
    scores[at + apart] = sumB.reduceLanes(VectorOperators.ADD);
    scores[at + 2 * apart] = sumC.reduceLanes(VectorOperators.ADD);
    scores[at + 3 * apart] = sumD.reduceLanes(VectorOperators.ADD);
  }

  private static float one(short[] query, int block, MemorySegment rows, long at) {
    IntVector sum = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int start = 0; start < query.length; start += block) {
      ShortVector part = ShortVector.zero(SHORTS);
      int end = Math.min(start + block, query.length);
      for (int i = start; i < end; i += SHORTS.length()) {
        part = part.add(shorts(rows, at + i).mul(ShortVector.fromArray(SHORTS, query, i)));
      }
      sum = sum.add(pairs(part));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private static ShortVector shorts(MemorySegment rows, long at) {
    return (ShortVector)
        ByteVector.fromMemorySegment(BYTES, rows, at, ORDER)
            .convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  /// Adds neighbouring shorts into ints.
  private static IntVector pairs(ShortVector sums) {
    IntVector both = sums.reinterpretAsInts();
    IntVector high = both.lanewise(VectorOperators.ASHR, Short.SIZE);
    IntVector low =
        both.lanewise(VectorOperators.LSHL, Short.SIZE).lanewise(VectorOperators.ASHR, Short.SIZE);
    return high.add(low);
  }

  /// Asks memory for the first lines of all rows before any is needed, so that it answers them
  /// together: a search that reads rows at random is twice as fast. The sum is looked at only to
  /// keep the loads from being dropped.
  private static void touch(MemorySegment rows, long width, int[] wanted, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      long at = wanted[i] * width;
      sum += rows.get(ValueLayout.JAVA_BYTE, at);
      if (width > LINE) {
        sum += rows.get(ValueLayout.JAVA_BYTE, at + LINE);
      }
    }
    if (sum == Integer.MIN_VALUE) {
      throw new IllegalStateException("a sum of bytes left its range");
    }
  }
}
