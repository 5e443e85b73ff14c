package dev.kith.gallery.lucene.format1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
  private static final int DIMENSION = 32;
  private static final Parallel TWO = new Parallel(2, () -> {});

  private static FloatRows rows(Arena memory, int size, Random random) {
    MemorySegment rows = memory.allocate((long) size * DIMENSION * Float.BYTES, 64);
    float[] row = new float[DIMENSION];
    for (int i = 0; i < size; i++) {
      unit(row, random);
      for (int j = 0; j < DIMENSION; j++) {
        rows.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * DIMENSION + j, row[j]);
      }
    }
    return new FloatRows(rows, size, DIMENSION);
  }

  private static void unit(float[] row, Random random) {
    double squares = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) random.nextGaussian();
      squares += row[j] * row[j];
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= (float) Math.sqrt(squares);
    }
  }

  /// How many of the ten best rows a walk finds, on average over 100 queries.
  private static double recall(FloatRows rows, Graph graph, int beam, Random random) {
    float[][] queries = new float[100][rows.dimension()];
    for (float[] query : queries) {
      unit(query, random);
    }
    return recall(rows, graph, beam, queries);
  }

  static double recall(FloatRows rows, Graph graph, int beam, float[][] queries) {
    SegmentVectors vectors = new SegmentVectors(rows, graph);
    int found = 0;
    for (float[] query : queries) {
      float[] all = new float[rows.size()];
      vectors.scan(query, (row, score) -> all[row] = score);
      float[] sorted = all.clone();
      Arrays.sort(sorted);
      float tenth = sorted[sorted.length - 10];
      int[] hits = new int[1];
      vectors.walk(
          query,
          new SegmentVectors.Reach(beam, 30, Long.MAX_VALUE),
          null,
          (row, score) -> {
            assertThat(score).isCloseTo(all[row], within(1e-6f));
            hits[0] += score >= tenth - 1e-6f ? 1 : 0;
          });
      found += hits[0];
    }
    return found / (10.0 * queries.length);
  }

  private static int unreachable(Graph graph) {
    return new Reach(graph).join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aWalkFindsNearlyAllOfTheBest(int threads) throws IOException {
    Random random = new Random(31);
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, 12_000, random);
      Graph graph = new GraphBuilder(rows, null, new Parallel(threads, () -> {})).build(memory, 1);
      assertThat(recall(rows, graph, 128, random)).isGreaterThan(0.95);
      assertThat(unreachable(graph)).isZero();
    }
  }

  @Test
  void aReusedGraphIsAsGoodAsANewOne() throws IOException {
    Random random = new Random(32);
    try (Arena memory = Arena.ofShared()) {
      FloatRows all = rows(memory, 12_000, random);
      FloatRows first = new FloatRows(all.memory(), 8_000, DIMENSION);
      Graph old = new GraphBuilder(first, null, TWO).build(memory, 1);
      int[] moved = new int[8_000];
      Arrays.setAll(moved, row -> row % 4 == 0 ? Reuse.GONE : row - row / 4 - 1);
      FloatRows left = without(memory, all, row -> row < 8_000 && row % 4 == 0);
      Graph merged = new GraphBuilder(left, new Reuse(old, moved), TWO).build(memory, 2);
      Graph fresh = new GraphBuilder(left, null, TWO).build(memory, 2);
      assertThat(recall(left, merged, 64, new Random(33)))
          .isGreaterThan(recall(left, fresh, 64, new Random(33)) - 0.02);
      assertThat(unreachable(merged)).isZero();
    }
  }

  @Test
  void comingAndGoingDoesNotWearAGraphOut() throws IOException {
    int size = 6_000;
    int each = 600;
    int rounds = 20;
    try (Arena memory = Arena.ofShared()) {
      FloatRows all = rows(memory, size + rounds * each, new Random(34));
      int[] moved = new int[size];
      Arrays.setAll(moved, row -> row < each ? Reuse.GONE : row - each);
      FloatRows standing = from(all, 0, size);
      Graph worn = new GraphBuilder(standing, null, TWO).build(memory, 1);
      for (int round = 1; round <= rounds; round++) {
        standing = from(all, round * each, size);
        worn = new GraphBuilder(standing, new Reuse(worn, moved), TWO).build(memory, round);
      }
      Graph fresh = new GraphBuilder(standing, null, TWO).build(memory, 2);
      assertThat(recall(standing, worn, 64, new Random(35)))
          .isGreaterThan(recall(standing, fresh, 64, new Random(35)) - 0.01);
      assertThat(unreachable(worn)).isZero();
    }
  }

  private static FloatRows from(FloatRows rows, int first, int count) {
    long width = (long) DIMENSION * Float.BYTES;
    return new FloatRows(rows.memory().asSlice(first * width, count * width), count, DIMENSION);
  }

  private static FloatRows without(Arena memory, FloatRows rows, IntPredicate gone) {
    MemorySegment kept = memory.allocate(rows.memory().byteSize(), 64);
    long width = (long) DIMENSION * Float.BYTES;
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (!gone.test(row)) {
        MemorySegment.copy(rows.memory(), row * width, kept, count * width, width);
        count++;
      }
    }
    return new FloatRows(kept, count, DIMENSION);
  }

  @Test
  void equalRowsAreAllWithinReach() throws IOException {
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, 1, new Random(34));
      MemorySegment same = memory.allocate(10_000L * DIMENSION * Float.BYTES, 64);
      for (int i = 0; i < 10_000; i++) {
        MemorySegment.copy(
            rows.memory(), 0, same, (long) i * DIMENSION * Float.BYTES, DIMENSION * Float.BYTES);
      }
      Graph graph =
          new GraphBuilder(new FloatRows(same, 10_000, DIMENSION), null, TWO).build(memory, 1);
      assertThat(unreachable(graph)).isZero();
    }
  }

  @Test
  void aBeamOfSubjectsFindsSubjectsBehindACrowd() throws IOException {
    Random random = new Random(35);
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, 12_000, random);
      Graph graph = new GraphBuilder(rows, null, TWO).build(memory, 1);
      SegmentVectors vectors = new SegmentVectors(rows, graph);
      Standing fifties =
          new Standing() {
            @Override
            public int subject(int row) {
              return row / 50;
            }

            @Override
            public boolean visible(int row) {
              return row % 7 != 0;
            }
          };
      float[] query = new float[DIMENSION];
      unit(query, random);
      Set<Integer> subjects = new HashSet<>();
      boolean full =
          vectors.walk(
              query,
              new SegmentVectors.Reach(60, 40, Long.MAX_VALUE),
              fifties,
              (row, _) -> {
                assertThat(row % 7).isNotZero();
                subjects.add(row / 50);
              });
      assertThat(full).isTrue();
      assertThat(subjects).hasSize(40);
    }
  }

  @Test
  void aLookAtSomeRowsFindsTheBestOfThem() throws IOException {
    Random random = new Random(37);
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, 3_000, random);
      Graph graph = new GraphBuilder(rows, null, TWO).build(memory, 1);
      SegmentVectors vectors = new SegmentVectors(rows, graph);
      float[] query = new float[DIMENSION];
      unit(query, random);
      float[] all = new float[rows.size()];
      vectors.scan(query, (row, score) -> all[row] = row % 3 == 0 ? score : -2);
      float[] sorted = all.clone();
      Arrays.sort(sorted);
      Set<Integer> found = new HashSet<>();
      vectors.look(
          query,
          from -> from + 2 < rows.size() ? (from + 2) / 3 * 3 : -1,
          40,
          new EachItsOwn(),
          (row, score) -> {
            assertThat(score).isCloseTo(all[row], within(1e-6f));
            found.add(row);
          });
      assertThat(found).hasSize(40).allMatch(row -> row % 3 == 0);
      for (int row = 0; row < all.length; row++) {
        if (all[row] >= sorted[sorted.length - 20]) {
          assertThat(found).contains(row);
        }
      }
    }
  }

  private record EachItsOwn() implements Standing {
    @Override
    public int subject(int row) {
      return row;
    }

    @Override
    public boolean visible(int row) {
      return true;
    }
  }

  @Test
  void anAbortedBuildEndsWithTheReason() {
    try (Arena memory = Arena.ofShared()) {
      FloatRows rows = rows(memory, 2_000, new Random(36));
      Parallel aborted =
          new Parallel(
              2,
              () -> {
                throw new IOException("the merge was aborted");
              });
      assertThatThrownBy(() -> new GraphBuilder(rows, null, aborted).build(memory, 1))
          .hasMessage("the merge was aborted");
    }
  }
}
