package dev.kith.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// `bench ann` on vectors small enough to check.
@Isolated
class AnnBenchTest {
  private static final int DIMENSION = 12;

  @TempDir private Path directory;

  private Path fvecs(String name, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer bytes =
        ByteBuffer.allocate(rows * (4 + 4 * DIMENSION)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      bytes.putInt(DIMENSION);
      for (int j = 0; j < DIMENSION; j++) {
        bytes.putFloat((float) random.nextGaussian());
      }
    }
    return Files.write(directory.resolve(name), bytes.array());
  }

  private Path ivecs(String name, int... row) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + 4 * row.length).order(ByteOrder.LITTLE_ENDIAN).putInt(row.length);
    for (int each : row) {
      bytes.putInt(each);
    }
    return Files.write(directory.resolve(name), bytes.array());
  }

  @Test
  void everyEngineBuildsAndFindsWithTheKeysOfTheContract() throws IOException {
    BenchRun outcome =
        BenchRun.of(
            "ann",
            "--generate",
            "3000x1x16",
            "--asked",
            "40",
            "--beams",
            "200",
            "--seconds",
            "0.05");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.lines()).hasSize(5);
    for (JsonNode line : outcome.lines()) {
      List<String> keys = new ArrayList<>();
      line.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .isEqualTo(
              line.path("phase").asText().equals("build")
                  ? List.of(
                      "engine",
                      "phase",
                      "vectors",
                      "dimension",
                      "threads",
                      "wallSeconds",
                      "cpuSeconds",
                      "bytes",
                      "segments")
                  : List.of(
                      "engine",
                      "phase",
                      "beam",
                      "threads",
                      "recallAt1",
                      "recallAt10",
                      "subjectRecallAt10",
                      "queriesPerSecond",
                      "cpuSecondsPerQuery",
                      "p50Micros",
                      "p99Micros"));
    }
    JsonNode kith = outcome.lines().get(1);
    JsonNode exact = outcome.lines().getLast();
    assertThat(kith.path("recallAt10").asDouble()).isGreaterThan(0.95);
    assertThat(exact.path("engine").asText()).isEqualTo("exact");
    assertThat(exact.path("recallAt10").asDouble()).isCloseTo(1, within(1e-12));
  }

  @Test
  void whatARestartTakesIsToldWhenAskedFor() throws IOException {
    BenchRun outcome =
        BenchRun.of(
            "ann",
            "--generate",
            "500x1x16",
            "--asked",
            "10",
            "--engines",
            "kith",
            "--beams",
            "20",
            "--seconds",
            "0.05",
            "--restart");
    assertThat(outcome.error()).isEmpty();
    JsonNode open = outcome.lines().get(1);
    assertThat(open.path("phase").asText()).isEqualTo("open");
    assertThat(open.path("seconds").asDouble()).isPositive();
    assertThat(open.path("heapBytes").asLong(-1)).isBetween(0L, 50_000_000L);
  }

  @Test
  void filesWithSubjectsAndTruthAreReadAndSubjectsAreCounted() throws IOException {
    int[] owners = new int[600];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = i / 3;
    }
    BenchRun outcome =
        BenchRun.of(
            "ann",
            "--base",
            fvecs("base.fvecs", 600, 1).toString(),
            "--queries",
            fvecs("queries.fvecs", 20, 2).toString(),
            "--subjects",
            ivecs("subjects.ivecs", owners).toString(),
            "--engines",
            "exact",
            "--seconds",
            "0.05");
    assertThat(outcome.error()).isEmpty();
    JsonNode exact = outcome.lines().getLast();
    assertThat(exact.path("subjectRecallAt10").asDouble()).isCloseTo(1, within(1e-12));
    assertThat(exact.path("recallAt10").isNull()).isTrue();
  }

  @Test
  void whatIsAskedWronglySaysWhatWasExpected() throws IOException {
    Path base = fvecs("base.fvecs", 50, 1);
    assertThat(BenchRun.of("ann").error()).contains("expected either --base and --queries");
    assertThat(BenchRun.of("ann", "--generate", "5x0x3").error())
        .contains("SUBJECTSxTEMPLATESxDIMENSION");
    assertThat(BenchRun.of("ann", "--generate", "50x1x8", "--engines", "faiss").error())
        .contains("got engine faiss, expected kith, lucene or exact");
    assertThat(BenchRun.of("ann", "--base", base.toString(), "--queries", "none.npy").error())
        .contains("none.npy isn't there");
    assertThat(
            BenchRun.of(
                    "ann",
                    "--base",
                    base.toString(),
                    "--queries",
                    base.toString(),
                    "--subjects",
                    ivecs("few.ivecs", 1, 2).toString())
                .error())
        .contains("got subjects for 2 vectors, expected 50");
  }
}
