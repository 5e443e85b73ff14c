package dev.kith.gallery.lucene.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelsTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 7", "16, 4, 28", "37, 21, 128", "100, 33, 513"})
  void everyPairIsScoredByBothTiles(int rows, int queries, int dimension) {
    List<float[]> left = vectors(rows, dimension, 1);
    List<float[]> right = vectors(queries, dimension, 2);
    for (Tile tile : new Tile[] {new PlainTile(), new VectorTile()}) {
      float[][] scores = scores(Panels.of(tile, left, dimension), right, rows, dimension);
      for (int query = 0; query < queries; query++) {
        for (int row = 0; row < rows; row++) {
          assertThat(scores[query][row])
              .as("%s, query %d, row %d", tile.getClass().getSimpleName(), query, row)
              .isCloseTo(dot(right.get(query), left.get(row)), within(2e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"37, 21, 128", "100, 33, 28"})
  void aPairsScoreIsTheSameWhateverIsScoredWithIt(int rows, int queries, int dimension) {
    List<float[]> left = vectors(rows, dimension, 3);
    List<float[]> right = vectors(queries, dimension, 4);
    float[][] together = scores(Panels.of(left, dimension), right, rows, dimension);
    float[][] turned =
        scores(Panels.of(left.reversed(), dimension), right.reversed(), rows, dimension);
    for (int query = 0; query < queries; query++) {
      for (int row = 0; row < rows; row++) {
        assertThat(turned[queries - 1 - query][rows - 1 - row]).isEqualTo(together[query][row]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 500, 16"})
  void onlyWhatIsAboveARowsFloorIsOffered(int rows, int queries, int dimension) {
    List<float[]> left = vectors(rows, dimension, 5);
    List<float[]> right = vectors(queries, dimension, 6);
    Panels panels = Panels.of(left, dimension);
    float[] bests = new float[rows];
    Arrays.fill(bests, -2);
    int[] offers = new int[1];
    for (int panel = 0; panel < panels.count(); panel++) {
      panels.offer(
          panel,
          Fours.of(right, dimension),
          bests,
          (_, _, score) -> {
            offers[0]++;
            return score;
          });
    }
    for (int row = 0; row < rows; row++) {
      float best = -2;
      for (float[] query : right) {
        best = Math.max(best, dot(query, left.get(row)));
      }
      assertThat(bests[row]).isCloseTo(best, within(1e-6f));
    }
    // a new best comes about as often as the logarithm of what was offered
    assertThat(offers[0]).isLessThan(rows * 20);
  }

  private static float[][] scores(Panels panels, List<float[]> queries, int rows, int dimension) {
    float[][] scores = new float[queries.size()][rows];
    float[] floors = new float[rows];
    Arrays.fill(floors, Float.NEGATIVE_INFINITY);
    for (int panel = 0; panel < panels.count(); panel++) {
      panels.offer(
          panel,
          Fours.of(queries, dimension),
          floors,
          (query, row, score) -> {
            scores[query][row] = score;
            return Float.NEGATIVE_INFINITY;
          });
    }
    return scores;
  }

  private static List<float[]> vectors(int count, int dimension, long seed) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimension];
      double squares = 0;
      for (int j = 0; j < dimension; j++) {
        vector[j] = (float) random.nextGaussian();
        squares += vector[j] * vector[j];
      }
      for (int j = 0; j < dimension; j++) {
        vector[j] /= (float) Math.sqrt(squares);
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static float dot(float[] one, float[] other) {
    float sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
