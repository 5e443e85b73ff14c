package dev.kith.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// `bench churn` on a gallery that is soon exchanged.
@Isolated
class ChurnBenchTest {
  private static BenchRun run(String... options) throws IOException {
    return BenchRun.of("churn", options);
  }

  @Test
  void afterRoundsOfChurnBothIndexesAreSearchedByTurnsAndCompared() throws IOException {
    BenchRun outcome =
        run(
            "--generate",
            "400x2x16",
            "--rounds",
            "4",
            "--share",
            ".25",
            "--every",
            "2",
            "--beams",
            "400",
            "--turns",
            "2",
            "--asked",
            "40",
            "--seconds",
            "0.02");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.phases())
        .containsExactly("build", "round", "churn", "build", "search", "search", "compare");
    JsonNode churn = outcome.lines().get(2);
    assertThat(churn.path("subjectsEachRound").asInt()).isEqualTo(100);
    assertThat(churn.path("segments").asInt()).isPositive();
    assertThat(outcome.lines().get(3).path("vectors").asInt()).isEqualTo(800);
    // a beam as wide as the gallery finds everybody, so nobody who left is found, and all who came
    for (JsonNode searched : List.of(outcome.lines().get(4), outcome.lines().get(5))) {
      assertThat(searched.path("subjectRecallAt10").asDouble()).isCloseTo(1, within(1e-12));
    }
    JsonNode compared = outcome.lines().getLast();
    assertThat(compared.path("subjectRecallLost").asDouble()).isCloseTo(0, within(1e-12));
    assertThat(compared.path("queriesPerSecondRatio").asDouble()).isPositive();
  }

  @Test
  void whatIsAskedWronglySaysWhatWasExpected() throws IOException {
    assertThat(run("--generate", "400").error()).contains("SUBJECTSxTEMPLATESxDIMENSION");
    assertThat(run("--rounds", "0").error()).contains("got --rounds 0", "expected at least 1");
    assertThat(run("--generate", "10x1x8", "--share", ".01").error())
        .contains("got --share 0.01 of 10 subjects, expected one subject to all of them");
    assertThat(run("--beams", "0").error()).contains("got beam 0, expected at least 1");
    assertThat(run("--asked", "1").error()).contains("got --threads 1, --asked 1");
  }
}
