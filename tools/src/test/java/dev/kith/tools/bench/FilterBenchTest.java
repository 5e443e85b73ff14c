package dev.kith.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// `bench filter` on a gallery small enough to find everybody.
@Isolated
class FilterBenchTest {
  private static BenchRun run(String... options) throws IOException {
    return BenchRun.of("filter", options);
  }

  @Test
  void eachShareIsSearchedInThreeWaysThatFindAllTheyMay() throws IOException {
    BenchRun outcome =
        run(
            "--generate",
            "1000x2x16",
            "--shares",
            "0.5,0.02",
            "--beam",
            "1000",
            "--turns",
            "2",
            "--asked",
            "40",
            "--seconds",
            "0.02");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.phases())
        .containsExactly(
            "build", "search", "search", "search", "compare", "search", "search", "search",
            "compare");
    for (JsonNode line : outcome.lines().subList(1, 9)) {
      assertThat(line.path("subjectRecallAt10").asDouble()).isCloseTo(1, within(1e-12));
      boolean half = line.path("share").asDouble() == 0.5;
      assertThat(line.path("admitted").asDouble()).isBetween(half ? 400.0 : 5, half ? 600.0 : 40);
    }
    JsonNode compared = outcome.lines().getLast();
    assertThat(compared.path("better").asText()).isIn("exact", "unfiltered");
    assertThat(compared.path("timesAsLong").asDouble()).isPositive();
  }

  @Test
  void whatIsAskedWronglySaysWhatWasExpected() throws IOException {
    assertThat(run("--shares", "0.5,1.5").error())
        .contains("got share 1.5, expected one above 0 and at most 1");
    assertThat(run("--turns", "0").error()).contains("got --turns 0, expected at least 1");
    assertThat(run("--beam", "0").error()).contains("got beam 0, expected at least 1");
    assertThat(run("--generate", "20x1x8", "--shares", "0.0000001").error())
        .contains("nobody is left to search among");
  }
}
