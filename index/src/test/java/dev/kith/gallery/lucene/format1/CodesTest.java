package dev.kith.gallery.lucene.format1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
  private static final int BEST = 10;

  /// Keeps the best scores and asks for no worse.
  private static final class Kept implements SegmentVectors.Finds {
    private final Map<Integer, Float> found = new TreeMap<>();
    private float[] best = new float[0];

    @Override
    public void accept(int row, float cosine) {
      found.put(row, cosine);
      best = Arrays.copyOf(best, best.length + 1);
      best[best.length - 1] = cosine;
      Arrays.sort(best);
      best = Arrays.copyOfRange(best, Math.max(0, best.length - BEST), best.length);
    }

    @Override
    public float floor() {
      return best.length < BEST ? Float.NEGATIVE_INFINITY : best[0];
    }
  }

  private static FloatRows rows(Arena memory, List<float[]> vectors) {
    int dimension = vectors.getFirst().length;
    MemorySegment rows = memory.allocate((long) vectors.size() * dimension * Float.BYTES, 64);
    for (int i = 0; i < vectors.size(); i++) {
      MemorySegment.copy(
          vectors.get(i),
          0,
          rows,
          ValueLayout.JAVA_FLOAT,
          (long) i * dimension * Float.BYTES,
          dimension);
    }
    return new FloatRows(rows, vectors.size(), dimension);
  }

  private static float[] unit(Random random, int dimension, double spread) {
    double[] numbers = new double[dimension];
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      // the larger the spread, the fewer numbers hold the length
      numbers[i] = random.nextGaussian() * Math.exp(spread * random.nextGaussian());
      squares += numbers[i] * numbers[i];
    }
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (numbers[i] / Math.sqrt(squares));
    }
    return unit;
  }

  /// Unit rows of few directions, so that axes are found, and a little beside them.
  private static List<float[]> ofFewDirections(Random random, int count, int dimension) {
    float[][] directions = new float[20][];
    for (int i = 0; i < directions.length; i++) {
      directions[i] = unit(random, dimension, 0);
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] sum = new float[dimension];
      for (float[] direction : directions) {
        float part = (float) random.nextGaussian();
        for (int j = 0; j < dimension; j++) {
          sum[j] += part * direction[j];
        }
      }
      double squares = 0;
      for (int j = 0; j < dimension; j++) {
        sum[j] += (float) (0.2 * random.nextGaussian() / Math.sqrt(dimension));
        squares += sum[j] * sum[j];
      }
      for (int j = 0; j < dimension; j++) {
        sum[j] /= (float) Math.sqrt(squares);
      }
      vectors.add(sum);
    }
    return vectors;
  }

  private static Codes codes(FloatRows rows, Quantiser quantiser, Arena memory) throws IOException {
    return Codes.of(rows, quantiser, memory, new Parallel(2, () -> {}));
  }

  private static Kept scanned(FloatRows rows, Codes codes, float[] query) {
    Kept kept = new Kept();
    new SegmentVectors(rows, codes).scan(query, kept);
    return kept;
  }

  /// By floats alone.
  private static Kept scanned(FloatRows rows, float[] query) {
    Kept kept = new Kept();
    float[] scores = new float[rows.size()];
    Kernel.best().floats(query, rows.memory(), 0, rows.size(), scores);
    for (int row = 0; row < scores.length; row++) {
      if (scores[row] >= kept.floor()) {
        kept.accept(row, scores[row]);
      }
    }
    return kept;
  }

  private static void findTheSame(FloatRows rows, Codes codes, float[] query) {
    Kept wanted = scanned(rows, query);
    Kept got = scanned(rows, codes, query);
    assertThat(got.best).hasSize(wanted.best.length);
    for (int j = 0; j < got.best.length; j++) {
      assertThat(Math.abs(got.best[j] - wanted.best[j])).isLessThan(1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 100, 128, 512, 1024})
  void aScanByCodesFindsWhatAScanOfFloatsFinds(int dimension) throws IOException {
    Random random = new Random(dimension);
    for (double spread : new double[] {0, 0.5, 2}) {
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        vectors.add(i % 10 == 9 ? vectors.get(random.nextInt(i)) : unit(random, dimension, spread));
      }
      try (Arena memory = Arena.ofShared()) {
        FloatRows rows = rows(memory, vectors);
        Codes codes = codes(rows, Quantiser.ofNumbers(rows), memory);
        for (int i = 0; i < 20; i++) {
          findTheSame(
              rows,
              codes,
              i % 2 == 0 ? vectors.get(random.nextInt(1500)) : unit(random, dimension, spread));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 300})
  void aScanByCodesAlongAxesFindsWhatAScanOfFloatsFinds(int dimension) throws IOException {
    Random random = new Random(dimension);
    List<float[]> vectors = ofFewDirections(random, 4000, dimension);
    // some that lie beside the axes of the others
    for (int i = 0; i < 10; i++) {
      vectors.set(random.nextInt(4000), unit(random, dimension, 0));
    }
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, vectors);
      Quantiser quantiser = Quantiser.alongAxes(rows);
      assertThat(quantiser.axes()).isNotNull();
      Codes codes = codes(rows, quantiser, memory);
      assertThat(Objects.requireNonNull(codes.bounds()).looseCount()).isBetween(10, 200);
      for (int i = 0; i < 40; i++) {
        findTheSame(
            rows,
            codes,
            i % 2 == 0 ? vectors.get(random.nextInt(4000)) : unit(random, dimension, 0));
      }
    }
  }

  @Test
  void fewFloatsAreLookedAtOnceTheFloorIsHigh() throws IOException {
    Random random = new Random(5);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      vectors.add(unit(random, 128, 0));
    }
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, vectors);
      float[] query = vectors.getFirst();
      float floor = scanned(rows, query).floor();
      Codes.Look look =
          Objects.requireNonNull(codes(rows, Quantiser.ofNumbers(rows), memory).look(query));
      int found = look.mayReach(floor, 0, 4000, new float[4000], new int[4000]);
      // loose ones among them
      assertThat(found).isBetween(BEST, 150);
    }
  }

  @Test
  void rowsThatBytesAreTooCoarseForAreScannedByFloats() throws IOException {
    Random random = new Random(6);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      vectors.add(unit(random, 4096, 1));
    }
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, vectors);
      Codes codes = codes(rows, Quantiser.ofNumbers(rows), memory);
      assertThat(codes.look(vectors.getFirst())).isNull();
      findTheSame(rows, codes, vectors.getFirst());
    }
  }

  @Test
  void noRowsHaveCodesToo() throws IOException {
    try (Arena memory = Arena.ofShared()) {
      FloatRows none = FloatRows.none(8);
      Codes codes = codes(none, Quantiser.ofNumbers(none), memory);
      assertThat(scanned(none, codes, new float[8]).found).isEmpty();
    }
  }
}
