package dev.kith.gallery.lucene.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Plain loops for a JVM without the Vector API.
final class PlainKernel implements Kernel {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void floats(float[] query, MemorySegment rows, int[] wanted, int count, float[] scores) {
    for (int i = 0; i < count; i++) {
      scores[i] = dot(query, rows, wanted[i]);
    }
  }

  @Override
  public void floats(float[] query, MemorySegment rows, long first, int count, float[] scores) {
    for (int i = 0; i < count; i++) {
      scores[i] = dot(query, rows, first + i);
    }
  }

  private static float dot(float[] query, MemorySegment rows, long row) {
    long at = row * query.length * Float.BYTES;
    float sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += query[i] * rows.get(FLOAT, at + (long) i * Float.BYTES);
    }
    return sum;
  }

  @Override
  public void codes(
      short[] query, int products, MemorySegment rows, int[] wanted, int count, float[] scores) {
    for (int i = 0; i < count; i++) {
      scores[i] = dot(query, rows, wanted[i]);
    }
  }

  @Override
  public void codes(
      short[] query, int products, MemorySegment rows, long first, int count, float[] scores) {
    for (int i = 0; i < count; i++) {
      scores[i] = dot(query, rows, first + i);
    }
  }

  private static int dot(short[] query, MemorySegment rows, long row) {
    long at = row * query.length;
    int sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += query[i] * rows.get(ValueLayout.JAVA_BYTE, at + i);
    }
    return sum;
  }
}
