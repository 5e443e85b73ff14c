package dev.kith.gallery.lucene.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Nanoseconds of one score, by each kernel, by the plain loop and by the Vector API. Rows lie in a
/// table that is larger than the caches, as a gallery's do; the matrix is small enough to stay in
/// them, as blocks of a scan do.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBench {
  static final int ROWS = 64;
  static final int MATRIX_ROWS = 512;
  static final int QUERIES = 200;

  private static final int DRAWS = 4096;

  /// Shorts that one register of 512 bits holds.
  private static final int LANES = 32;

  @Param({"128", "512"})
  public int dimension;

  @Param({"plain", "vector"})
  public String loop = "vector";

  @Param("64")
  public int mebibytes;

  private final SplittableRandom random = new SplittableRandom(1);
  private final int[][] drawn = new int[DRAWS][ROWS];
  private final float[] scores = new float[ROWS];
  private final float[] floors = new float[MATRIX_ROWS];
  private Kernel kernel = new PlainKernel();
  private MemorySegment floats = MemorySegment.NULL;
  private MemorySegment codes = MemorySegment.NULL;
  private float[] query = new float[0];
  private short[] coded = new short[0];
  private Panels panels = Panels.of(List.of(), 1);
  private Fours queries = Fours.of(List.of(), 1);
  private int products;
  private int rows;
  private int next;

  @Setup
  public void fill() {
    boolean plain = loop.equals("plain");
    kernel = plain ? new PlainKernel() : new VectorKernel();
    rows = Math.toIntExact(((long) mebibytes << 20) / ((long) dimension * Float.BYTES));
    floats = Arena.ofAuto().allocate((long) rows * dimension * Float.BYTES, Kernel.LINE);
    for (long i = 0; i < (long) rows * dimension; i++) {
      floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
    }
    for (int[] each : drawn) {
      Arrays.setAll(each, _ -> random.nextInt(rows));
    }
    query = vector();
    fillCodes();
    List<float[]> matrix = new ArrayList<>();
    for (int i = 0; i < MATRIX_ROWS; i++) {
      matrix.add(vector());
    }
    panels = Panels.of(plain ? new PlainTile() : new VectorTile(), matrix, dimension);
    queries = Fours.of(matrix.subList(0, QUERIES), dimension);
    // nothing is worth a closer look: the products alone are timed
    Arrays.fill(floors, Float.MAX_VALUE);
  }

  private float[] vector() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  /// As a quantiser bounds them, so that as many products as a lane gets are added in 16 bits.
  private void fillCodes() {
    products = dimension / LANES;
    int largest = (int) Math.sqrt((double) Short.MAX_VALUE / products);
    codes = Arena.ofAuto().allocate((long) rows * dimension, Kernel.LINE);
    for (long i = 0; i < codes.byteSize(); i++) {
      codes.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(-largest, largest + 1));
    }
    coded = new short[dimension];
    for (int i = 0; i < dimension; i++) {
      coded[i] = (short) random.nextInt(-largest, largest + 1);
    }
  }

  private int[] wanted() {
    next = (next + 1) % DRAWS;
    return drawn[next];
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] randomRows() {
    kernel.floats(query, floats, wanted(), ROWS, scores);
    return scores;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] neighbouringRows() {
    next = next + 2 * ROWS <= rows ? next + ROWS : 0;
    kernel.floats(query, floats, next, ROWS, scores);
    return scores;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] randomCodes() {
    kernel.codes(coded, products, codes, wanted(), ROWS, scores);
    return scores;
  }

  @Benchmark
  @OperationsPerInvocation(MATRIX_ROWS * QUERIES)
  public float[] matrix() {
    for (int panel = 0; panel < panels.count(); panel++) {
      panels.offer(panel, queries, floors, (_, _, score) -> score);
    }
    return floors;
  }
}
