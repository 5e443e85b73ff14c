package dev.kith.gallery.lucene.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
  private static final int ROWS = 37;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 16, 100, 128, 512, 1000, 4096})
  void vectorAndPlainLoopAgreeOnFloats(int dimension) {
    Random random = new Random(dimension);
    float[] values = new float[ROWS * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(dimension));
    }
    float[] query = Arrays.copyOf(values, dimension);
    int[] wanted = random.ints(29, 0, ROWS).toArray();
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment rows = memory.allocateFrom(ValueLayout.JAVA_FLOAT, values);
      float[] plain = new float[wanted.length];
      float[] vector = new float[wanted.length];
      new PlainKernel().floats(query, rows, wanted, wanted.length, plain);
      new VectorKernel().floats(query, rows, wanted, wanted.length, vector);
      for (int i = 0; i < wanted.length; i++) {
        assertThat(vector[i]).isCloseTo(plain[i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 128, 512})
  void aRowsScoreIsTheSameWhateverWasAskedForWithIt(int dimension) {
    Random random = new Random(dimension);
    float[] values = new float[ROWS * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    float[] query = Arrays.copyOf(values, dimension);
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment rows = memory.allocateFrom(ValueLayout.JAVA_FLOAT, values);
      for (Kernel kernel : new Kernel[] {new PlainKernel(), new VectorKernel()}) {
        float[] together = new float[ROWS];
        kernel.floats(query, rows, 0, ROWS, together);
        for (int row = 0; row < ROWS; row++) {
          float[] alone = new float[1];
          kernel.floats(query, rows, new int[] {row}, 1, alone);
          assertThat(alone[0]).isCloseTo(together[row], within(1e-6f * dimension));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 2", "128, 3", "128, 4", "192, 6", "512, 16", "4096, 128"})
  void codesAreExactUpToTheirBound(int width, int products) {
    int largest = (int) Math.min(127, Math.sqrt((double) Short.MAX_VALUE / products));
    Random random = new Random(width);
    byte[] codes = new byte[ROWS * width];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (random.nextBoolean() ? largest : -largest);
    }
    short[] query = new short[width];
    for (int i = 0; i < width; i++) {
      query[i] = codes[i];
    }
    int[] wanted = random.ints(30, 0, ROWS).toArray();
    wanted[3] = 0;
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment rows = memory.allocateFrom(ValueLayout.JAVA_BYTE, codes);
      float[] plain = new float[wanted.length];
      float[] vector = new float[wanted.length];
      int fitting = Short.MAX_VALUE / (largest * largest);
      new PlainKernel().codes(query, fitting, rows, wanted, wanted.length, plain);
      new VectorKernel().codes(query, fitting, rows, wanted, wanted.length, vector);
      assertThat(vector).containsExactly(plain);
      float[] neighbours = new float[ROWS - 2];
      for (Kernel kernel : new Kernel[] {new PlainKernel(), new VectorKernel()}) {
        kernel.codes(query, fitting, rows, 2, neighbours.length, neighbours);
        for (int i = 0; i < wanted.length; i++) {
          if (wanted[i] >= 2) {
            assertThat(neighbours[wanted[i] - 2]).isEqualTo(plain[i]);
          }
        }
      }
      assertThat(plain[3]).isEqualTo((float) width * largest * largest);
    }
  }
}
