package dev.kith.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.Served.Outcome;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.target.ServerTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Sixty glyphs are enrolled and sixty others are strangers; then the stranger `stray` is the very
/// picture that `g3` was enrolled with, and `again` that of `g5`.
@Isolated
@Timeout(120)
class SuspectsCommandTest {
  private static final int GLYPHS = 60;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;
  private Served kith;
  private double before;

  @BeforeEach
  void fill() throws IOException {
    kith = new Served(directory);
    for (int i = 0; i < GLYPHS; i++) {
      kith.glyph("enrolled", "g" + i, "0", i, 0);
      kith.glyph("cohort", "c" + i, "0", 1000 + i, 0);
    }
    kith.glyph("stray", "stray", "0", 3, 0);
    kith.glyph("again", "again", "0", 5, 0);
    take("import", "--encoder", "glyph", kith.set("enrolled").toString());
    take("import", "--cohort", kith.set("cohort").toString());
    setFpir();
    before = until(GLYPHS).path("threshold").asDouble();
    take("import", "--cohort", kith.set("stray").toString());
    take("import", kith.set("again").toString());
    assertThat(until(GLYPHS + 1).path("trials").asInt()).isEqualTo(GLYPHS + 1);
  }

  @AfterEach
  void close() {
    kith.close();
  }

  private void take(String command, String... arguments) {
    Outcome outcome = kith.run(command, arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  /// One in twenty, which so many strangers can tell.
  private void setFpir() throws IOException {
    try (var client = new KithClient(URI.create(kith.address()))) {
      client.put(
          "/v1/galleries/glyphs",
          JSON.createObjectNode().put("encoder", "glyph").put("fpir", 0.05));
    }
  }

  /// The calibration once so many strangers tell it.
  private JsonNode until(int trials) throws IOException {
    try (ServerTarget target = kith.target()) {
      while (true) {
        JsonNode now =
            target.calibration(Served.GLYPHS, OptionalDouble.empty(), OptionalLong.empty());
        if (now.path("trials").asInt() == trials && now.path("method").asText().equals("cohort")) {
          return now;
        }
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private JsonNode suspects(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    Outcome outcome = kith.run("suspects", all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return JSON.readTree(outcome.out());
  }

  private static JsonNode of(JsonNode list, String subject) {
    for (JsonNode each : list.path("items")) {
      if (each.path("subject").asText().equals(subject)) {
        return each;
      }
    }
    throw new AssertionError(subject + " isn't among " + list);
  }

  private String stray() throws IOException {
    return of(suspects(), "g3").path("stranger").asText();
  }

  @Test
  void anEnrolledStrangerCountsUntilItIsExcludedAndAgainAfterwards() throws IOException {
    JsonNode raised = suspects();
    JsonNode stray = of(raised, "g3");
    assertThat(stray.path("person").asText()).isEqualTo("stray");
    assertThat(stray.path("score").asDouble()).isCloseTo(1, within(1e-6));
    assertThat(stray.path("excluded").asBoolean()).isFalse();
    assertThat(raised.path("threshold").asDouble()).isGreaterThan(before);
    assertThat(raised.path("thresholdWithExcluded").isNull()).isTrue();

    JsonNode excluded = suspects("--enrolled", stray(), "g3");
    assertThat(of(excluded, "g3").path("excluded").asBoolean()).isTrue();
    assertThat(excluded.path("excluded").asInt()).isEqualTo(1);
    assertThat(excluded.path("counted").asInt()).isEqualTo(raised.path("counted").asInt() - 1);
    assertThat(excluded.path("threshold").asDouble())
        .isLessThan(raised.path("threshold").asDouble());
    assertThat(excluded.path("thresholdWithExcluded").asDouble())
        .isCloseTo(raised.path("threshold").asDouble(), within(1e-9));

    JsonNode back = suspects("--enrolled", stray(), "g3", "--undo");
    assertThat(of(back, "g3").path("excluded").asBoolean()).isFalse();
    assertThat(back.path("threshold")).isEqualTo(raised.path("threshold"));
    assertThat(back.path("counted")).isEqualTo(raised.path("counted"));
  }

  @Test
  void onePersonUnderTwoIdsIsOneSuspectWhicheverIsNamedFirst() throws IOException {
    assertThat(of(suspects(), "again").path("other").asText()).isEqualTo("g5");
    assertThat(suspects().path("items").findValuesAsText("other")).containsOnlyOnce("g5");
    JsonNode excluded = suspects("--twice", "g5", "again");
    assertThat(of(excluded, "again").path("excluded").asBoolean()).isTrue();
    assertThat(excluded.path("excluded").asInt()).isEqualTo(1);
    JsonNode back = suspects("--twice", "again", "g5", "--undo");
    assertThat(of(back, "again").path("excluded").asBoolean()).isFalse();
    assertThat(back.path("excluded").asInt()).isZero();
  }

  @Test
  void itIsToldInWords() throws IOException {
    String id = stray();
    assertThat(kith.run("suspects", "--enrolled", id, "g3").out())
        .contains("pairs excluded: 1 (with them it would be 0.")
        .contains("1.0000  stranger %s (stray) and g3, excluded".formatted(id))
        .contains("1.0000  g5 and again" + System.lineSeparator());
    Outcome twice = kith.run("suspects", "--enrolled", id, "g3");
    assertThat(twice.code()).isEqualTo(3);
    assertThat(twice.err()).contains("the pair was excluded before, nothing changed");
    assertThat(kith.run("suspects", "--enrolled", id, "g3", "--undo").code()).isZero();
    Outcome none = kith.run("suspects", "--enrolled", id, "g3", "--undo");
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err()).contains("the pair wasn't excluded");
  }

  @Test
  void whatIsNotThereIsRefused() throws IOException {
    Outcome stranger = kith.run("suspects", "--enrolled", "nobody", "g3");
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).contains("the cohort of gallery glyphs has no nobody");
    assertThat(kith.run("suspects", "--enrolled", stray(), "nobody").err())
        .contains("gallery glyphs has no subject nobody (no-such-subject)");
    assertThat(kith.run("suspects", "--twice", "g1", "nobody").err())
        .contains("gallery glyphs has no subject nobody (no-such-subject)");
    assertThat(kith.run("suspects", "--twice", "g1", "g1").err())
        .contains("got g1 twice, expected two subjects");
    Outcome alone = kith.run("suspects", "--undo");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("got --undo alone, expected --enrolled or --twice with it");
    assertThat(suspects().path("excluded").asInt()).isZero();
  }
}
