package dev.kith.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.Served.Outcome;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.target.ProbeFile;
import dev.kith.tools.target.Question;
import dev.kith.tools.target.ServerTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Sixty glyphs are enrolled, one sample each; a cohort of sixty others tells the thresholds. Every
/// mated probe and one stranger's are the very picture that is enrolled for `g0`, so that their
/// scores tie to the last bit and what is right can be counted by hand.
@Isolated
@Timeout(120)
class AuditCommandTest {
  private static final int ENROLLED = 60;
  private static final int STRANGERS = 20;
  private static final int RIGHT = 6;
  private static final int WRONG = 2;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path directory;
  private static Served kith;

  @BeforeAll
  static void fill() throws IOException, InterruptedException {
    kith = new Served(directory);
    for (int i = 0; i < ENROLLED; i++) {
      kith.glyph("enrolled", "g" + i, "0", i, 0);
      kith.glyph("cohort", "c" + i, "0", 1000 + i, 0);
    }
    assertThat(kith.run("import", "--encoder", "glyph", kith.set("enrolled").toString()).code())
        .isZero();
    assertThat(kith.run("import", "--cohort", kith.set("cohort").toString()).code()).isZero();
    for (int i = 0; i < RIGHT; i++) {
      kith.glyph("probes", "g0", "right" + i, 0, 0);
    }
    for (int i = 0; i < WRONG; i++) {
      kith.glyph("probes", "g1", "wrong" + i, 0, 0);
    }
    kith.glyph("probes", "x0", "look-alike", 0, 0);
    kith.glyph("probes", "x0", "other", 2000, 0);
    for (int i = 1; i < STRANGERS; i++) {
      kith.glyph("probes", "x" + i, "one", 2000 + i, 0);
      kith.glyph("probes", "x" + i, "two", 2000 + i, 1);
    }
    try (ServerTarget target = kith.target()) {
      // so many strangers tell one in ten; before they are compared, something else tells it
      while (calibration(target, 0.1).path("trials").asInt() != ENROLLED) {
        Thread.sleep(50);
      }
    }
  }

  @AfterAll
  static void close() {
    kith.close();
  }

  private static JsonNode calibration(ServerTarget target, double fpir) throws IOException {
    return target.calibration(Served.GLYPHS, OptionalDouble.of(fpir), OptionalLong.empty());
  }

  private static JsonNode audit(String... more) throws IOException {
    String[] all =
        Stream.concat(
                Stream.of("--probes", kith.set("probes").toString(), "--json"), Stream.of(more))
            .toArray(String[]::new);
    Outcome outcome = kith.run("audit", all);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return JSON.readTree(outcome.out());
  }

  @Test
  void whatCanBeCountedByHandIsCountedSo() throws IOException {
    JsonNode json = audit();
    assertThat(json.path("subjects").asInt()).isEqualTo(ENROLLED);
    assertThat(json.path("templates").asInt()).isEqualTo(ENROLLED);
    assertThat(json.path("encoder").asText()).isEqualTo("glyph");
    assertThat(json.path("space").asText()).startsWith("sha256:");
    assertThat(json.path("probes"))
        .isEqualTo(
            JSON.readTree(
                "{\"mated\":8,\"identities\":2,\"strangers\":40,\"strangerIdentities\":20,\"refused\":0}"));
    assertThat(mean(json, "/rank1")).isEqualTo(6 / 8.0);
    // all mated probes tie with one stranger's and are above the 39 others
    assertThat(mean(json, "/auroc")).isCloseTo(39.5 / 40, within(1e-12));
    assertThat(mean(json, "/oscr")).isCloseTo(6 / 8.0 * 39.5 / 40, within(1e-12));
    // forty strangers' probes can tell one in ten, and no less
    assertThat(json.path("tpirAtFpir").properties()).hasSize(1);
    assertThat(mean(json, "/tpirAtFpir/0.1")).isEqualTo(6 / 8.0);
  }

  private static double mean(JsonNode json, String at) {
    return json.at(at + "/mean").asDouble();
  }

  @Test
  void thresholdsAreTheGallerysAndTheirRatesThoseOfTheAnswers() throws IOException {
    JsonNode points = audit().path("operatingPoints");
    assertThat(points).hasSize(3);
    try (ServerTarget target = kith.target()) {
      List<Double> strangers = bests(target, "x");
      for (JsonNode each : points) {
        check(each, calibration(target, each.path("target").asDouble()), strangers);
      }
    }
  }

  private static void check(JsonNode each, JsonNode told, List<Double> strangers) {
    double threshold = each.path("threshold").asDouble();
    assertThat(threshold).isCloseTo(told.path("threshold").asDouble(), within(1e-6));
    assertThat(each.path("predicted")).isEqualTo(told.path("fpir"));
    assertThat(mean(each, "/fpir"))
        .isEqualTo(strangers.stream().filter(score -> score >= threshold).count() / 40.0);
    assertThat(mean(each, "/tpir")).isEqualTo(6 / 8.0);
    assertThat(each.at("/fpir/low").asDouble()).isLessThanOrEqualTo(mean(each, "/fpir"));
    assertThat(each.at("/fpir/high").asDouble()).isGreaterThanOrEqualTo(mean(each, "/fpir"));
  }

  /// The best scores of probes whose folders begin so, asked one by one.
  private static List<Double> bests(ServerTarget target, String prefix) throws IOException {
    Question question = new Question(1, OptionalDouble.empty(), OptionalDouble.empty(), true);
    try (Stream<Path> files = Files.walk(kith.set("probes"))) {
      List<Double> scores = new ArrayList<>();
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (kith.set("probes").relativize(each).toString().startsWith(prefix)) {
          scores.add(
              target
                  .identify(Served.GLYPHS, ProbeFile.read(each), question)
                  .at("/candidates/0/score")
                  .asDouble());
        }
      }
      return scores;
    }
  }

  @Test
  void decisionsAreThoseOfTheGallerysOwnSettings() throws IOException {
    try (var client = new KithClient(URI.create(kith.address()))) {
      var wish = JSON.createObjectNode().put("encoder", "glyph").put("threshold", 0.9999);
      client.put("/v1/galleries/glyphs", wish);
      JsonNode decisions = audit().path("decisions");
      assertThat(decisions.path("mated")).isEqualTo(JSON.readTree("{\"match\":6,\"wrong\":2}"));
      assertThat(decisions.path("strangers")).isEqualTo(JSON.readTree("{\"none\":39,\"wrong\":1}"));
      client.put("/v1/galleries/glyphs", wish.putNull("threshold"));
    }
  }

  @Test
  void thePageSaysTheSame() throws IOException {
    Path page = directory.resolve("page.html");
    JsonNode json = audit("--report", page.toString());
    assertThat(Files.readString(page))
        .contains(
            "Audit of gallery glyphs",
            "60 subjects, 60 templates",
            "8 probes of 2 subjects",
            "40 probes of 20 strangers",
            json.path("space").asText(),
            "<td>rank-1<td>75.0&nbsp;%",
            "<svg",
            json.path("at").asText().substring(0, 10))
        .doesNotContain("null", "NaN");
  }

  @Test
  void filesThatAreNoImagesArePassedOverAndSaid() throws IOException {
    for (String each : List.of("g2", "x-torn")) {
      kith.glyph("mixed", each, "0", each.equals("g2") ? 2 : 3000, 1);
    }
    Files.writeString(kith.set("mixed").resolve("README.txt"), "notes");
    Files.writeString(kith.set("mixed").resolve("x-torn/1.png"), "torn");
    Outcome outcome = kith.run("audit", "--probes", kith.set("mixed").toString(), "--json");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains(
            "passed over README.txt: got another kind of file, expected an image",
            "passed over x-torn/1.png: got 4 bytes that are none of PNG, JPEG");
    assertThat(JSON.readTree(outcome.out()).at("/probes/refused").asInt()).isEqualTo(2);
    // one subject that is always found, and one stranger, tell little: the intervals say so
    assertThat(JSON.readTree(outcome.out()).at("/rank1/low").asDouble()).isLessThan(0.05);
  }

  @Test
  void whatCannotBeAuditedSaysWhatWasGotAndExpected() throws IOException {
    String probes = kith.set("probes").toString();
    assertThat(kith.run("audit", "--probes", "nowhere").err())
        .contains("nowhere isn't there, expected a folder of probes");
    assertThat(
            Served.execute(
                    "audit", "--server", kith.address(), "--gallery", "nix", "--probes", probes)
                .err())
        .contains("there is no gallery named nix, expected one to audit");
    assertThat(kith.run("audit", "--probes", kith.set("enrolled").toString()).err())
        .contains("has 60 probes of subjects and 0 of strangers, expected both");
    kith.glyph("strangers", "x", "0", 2000, 0);
    assertThat(kith.run("audit", "--probes", kith.set("strangers").toString()).err())
        .contains("has 0 probes of subjects and 1 of strangers, expected both");
    assertThat(
            Served.execute(
                    "audit", "--server", "localhost:1", "--gallery", "glyphs", "--probes", probes)
                .err())
        .contains("nobody answers at http://localhost:1, expected a Kith server");
    Path rows = Files.writeString(directory.resolve("rows.ndjson"), "{}\n");
    assertThat(kith.run("audit", "--probes", rows.toString()).err())
        .contains("isn't an image, expected a folder CLASS/*.png and the like");
  }

  @Test
  void aGalleryWithoutAnEncoderSaysSo() throws IOException {
    try (ServerTarget target = kith.target()) {
      target.useDimension(new GalleryName("bare"), 8);
    }
    assertThat(
            Served.execute(
                    "audit",
                    "--server",
                    kith.address(),
                    "--gallery",
                    "bare",
                    "--probes",
                    kith.set("probes").toString())
                .err())
        .contains("has 0 probes of subjects and 0 of strangers", "passed over g0/right0.png");
  }
}
