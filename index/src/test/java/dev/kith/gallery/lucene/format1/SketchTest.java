package dev.kith.gallery.lucene.format1;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchTest {
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

  private static Kept scanned(FloatRows rows, @Nullable Sketch sketch, float[] query) {
    Kept kept = new Kept();
    new SegmentVectors(rows, null, sketch).scan(query, kept);
    return kept;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 100, 128, 512, 1024})
  void aScanOfASketchFindsWhatAScanOfFloatsFinds(int dimension) {
    Random random = new Random(dimension);
    for (double spread : new double[] {0, 0.5, 2}) {
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        vectors.add(i % 10 == 9 ? vectors.get(random.nextInt(i)) : unit(random, dimension, spread));
      }
      try (Arena memory = Arena.ofConfined()) {
        FloatRows rows = rows(memory, vectors);
        Sketch sketch = Sketch.of(rows, memory);
        for (int i = 0; i < 20; i++) {
          float[] query =
              i % 2 == 0 ? vectors.get(random.nextInt(1500)) : unit(random, dimension, spread);
          Kept wanted = scanned(rows, null, query);
          Kept got = scanned(rows, sketch, query);
          assertThat(got.best).hasSize(wanted.best.length);
          for (int j = 0; j < got.best.length; j++) {
            assertThat(Math.abs(got.best[j] - wanted.best[j])).isLessThan(1e-6f);
          }
        }
      }
    }
  }

  @Test
  void fewFloatsAreLookedAtOnceTheFloorIsHigh() {
    Random random = new Random(5);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      vectors.add(unit(random, 128, 0));
    }
    try (Arena memory = Arena.ofConfined()) {
      FloatRows rows = rows(memory, vectors);
      Sketch sketch = Objects.requireNonNull(Sketch.of(rows, memory));
      float[] query = vectors.getFirst();
      float floor = scanned(rows, null, query).floor();
      int[] wanted = new int[4000];
      int found = sketch.look(query).mayReach(floor, 0, 4000, new float[4000], wanted);
      assertThat(found).isBetween(BEST, 40);
    }
  }

  @Test
  void rowsThatBytesAreTooCoarseForHaveNone() {
    Random random = new Random(6);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      vectors.add(unit(random, 4096, 1));
    }
    try (Arena memory = Arena.ofConfined()) {
      assertThat(Sketch.of(rows(memory, vectors), memory)).isNull();
    }
  }

  @Test
  void noRowsCanBeSketched() {
    try (Arena memory = Arena.ofConfined()) {
      FloatRows none = FloatRows.none(8);
      assertThat(scanned(none, Sketch.of(none, memory), new float[8]).found).isEmpty();
    }
  }
}
