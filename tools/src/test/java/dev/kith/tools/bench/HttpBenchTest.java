package dev.kith.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// `bench http` against servers that it starts itself.
@Isolated
class HttpBenchTest {
  private static BenchRun run(String... options) throws IOException {
    return BenchRun.of("http", options);
  }

  @Test
  void embeddingsAreIdentifiedOverHttpAndInTheSameIndexWithoutTheServer() throws IOException {
    BenchRun outcome =
        run(
            "--embeddings",
            "600x1x16",
            "--clients",
            "4",
            "--warm-up",
            "1",
            "--seconds",
            "1",
            "--json");
    assertThat(outcome.error()).isEmpty();
    JsonNode report = outcome.lines().getFirst();
    assertThat(report.path("vectors").asInt()).isEqualTo(600);
    assertThat(report.path("server").path("failures").size()).isZero();
    for (JsonNode side : new JsonNode[] {report.path("server"), report.path("inProcess")}) {
      assertThat(side.path("subjectRecallAt10").asDouble()).isGreaterThan(0.95);
      assertThat(side.path("queriesPerSecond").asDouble()).isPositive();
      assertThat(side.path("cpuSecondsPerQuery").asDouble()).isPositive();
    }
    assertThat(report.path("ratio").asDouble()).isPositive();
  }

  @Test
  void aServerThatRunsElsewhereIsNotSearchedWithoutIt() throws IOException {
    assertThat(run("--embeddings", "10x1x8", "--server", "http://localhost:1").error())
        .contains("got --embeddings and --server, expected one of them");
    assertThat(run("--embeddings", "many").error()).contains("SUBJECTSxTEMPLATESxDIMENSION");
  }
}
