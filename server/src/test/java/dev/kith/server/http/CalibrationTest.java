package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Centroid;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Space;
import dev.kith.server.work.KithOptions;
import dev.kith.server.work.TestKith;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thresholds from a wanted error rate, over real HTTP; [Client] holds every answer to the
/// document.
class CalibrationTest {
  private static final String GALLERY = "/v1/galleries/door";
  private static final int DIMENSION = 24;

  @TempDir Path directory;
  private TestKith test;
  private HttpServer server;
  private Client client;

  @BeforeEach
  void start() {
    test = TestKith.open(directory, new KithOptions(2, 64, 1, "cpu", 1_000_000));
    server = HttpServer.start(test.kith(), ServerOptions.on("127.0.0.1", 0));
    client = new Client(server.port());
    client.put(GALLERY, "{\"dimension\":24,\"fpir\":0.01}").expect(200);
  }

  @AfterEach
  void stop() {
    server.close();
    test.kith().close();
  }

  /// A sample of a person: where people of the same number stand, and some noise.
  private static float[] sample(String person, int number) {
    Random who = new Random(person.hashCode());
    Random noise = new Random(31L * person.hashCode() + number);
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) (who.nextGaussian() + 0.2 * noise.nextGaussian());
    }
    return values;
  }

  private static ObjectNode item(float[] embedding) {
    ObjectNode json = Json.object();
    var list = json.putArray("embedding");
    for (float each : embedding) {
      list.add(each);
    }
    return json;
  }

  private void lines(String path, StringBuilder lines) {
    JsonNode job =
        client
            .send(
                "POST",
                GALLERY + path,
                "application/x-ndjson",
                lines.toString().getBytes(StandardCharsets.UTF_8))
            .expect(202)
            .json();
    JsonNode done =
        until(
            "/v1/jobs/" + job.get("id").asText(),
            json -> json.at("/state").asText().equals("done"));
    assertThat(done.get("refusedCount").asInt()).isZero();
  }

  private void enrol(int subjects) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < subjects; i++) {
      for (int n = 0; n < 2; n++) {
        lines.append(item(sample("s" + i, n)).put("subject", "s" + i)).append('\n');
      }
    }
    lines("/import", lines);
  }

  private void cohort(int strangers) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < strangers; i++) {
      lines.append(item(sample("x" + i, 0)).put("id", "x" + i)).append('\n');
    }
    lines("/cohort", lines);
  }

  private JsonNode until(String path, Predicate<JsonNode> done) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    JsonNode json = client.get(path).expect(200).json();
    while (!done.test(json) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      json = client.get(path).expect(200).json();
    }
    assertThat(done.test(json)).as(path + " answers " + json).isTrue();
    return json;
  }

  private JsonNode calibrated(String method, int subjects, int trials) {
    return until(
        GALLERY + "/calibration",
        json ->
            json.get("method").asText().equals(method)
                && json.get("subjects").asInt() == subjects
                && json.get("trials").asInt() == trials
                && json.get("pending").asInt() == 0);
  }

  private JsonNode identify(String query, float[] probe) {
    return client
        .send(
            "POST",
            GALLERY + "/identify" + query,
            "application/json",
            item(probe).toString().getBytes(StandardCharsets.UTF_8))
        .expect(200)
        .json();
  }

  @Test
  void theThresholdComesFromTheCohortAndFollowsTheGallery() {
    assertThat(client.get(GALLERY + "/calibration").expect(200).json().get("method").asText())
        .isEqualTo("none");
    enrol(200);
    JsonNode alone = calibrated("leave-one-out", 200, 200);
    assertThat(alone.get("threshold").isNumber()).isTrue();
    cohort(1500);
    JsonNode small = calibrated("cohort", 200, 1500);
    assertThat(small.at("/fpir/estimate").asDouble()).isCloseTo(0.01, within(0.002));
    assertThat(small.at("/fpir/low").asDouble()).isLessThan(0.01);
    assertThat(small.at("/fpir/high").asDouble()).isGreaterThan(0.01);
    assertThat(small.get("curve").size()).isGreaterThan(10);
    JsonNode known = identify("", sample("s3", 7));
    assertThat(known.get("decision").asText()).isEqualTo("match");
    assertThat(known.at("/fpir/method").asText()).isEqualTo("cohort");
    assertThat(identify("", sample("nobody", 7)).get("decision").asText()).isEqualTo("none");

    JsonNode whatIf =
        client.get(GALLERY + "/calibration?subjects=20000&fpir=0.05").expect(200).json();
    JsonNode now = client.get(GALLERY + "/calibration?fpir=0.05").expect(200).json();
    assertThat(whatIf.get("threshold").asDouble()).isGreaterThan(now.get("threshold").asDouble());
    assertThat(whatIf.get("subjects").asInt()).isEqualTo(20_000);

    enrol(600);
    JsonNode larger = calibrated("cohort", 600, 1500);
    assertThat(larger.get("threshold").asDouble()).isGreaterThan(small.get("threshold").asDouble());
    String metrics = client.get("/metrics").expect(200).text();
    assertThat(metrics)
        .contains("kith_fpir_estimate{gallery=\"door\"}", "kith_fpir_low", "kith_fpir_high");
  }

  @Test
  void centroidsAreScoredAndCalibratedOnTheirOwn() {
    enrol(200);
    cohort(1500);
    JsonNode best = calibrated("cohort", 200, 1500);
    JsonNode alone = identify("", sample("s3", 7)).at("/candidates/0");
    assertThat(
            client
                .put(GALLERY, "{\"fusion\":\"centroid\"}")
                .expect(200)
                .json()
                .get("fusion")
                .asText())
        .isEqualTo("centroid");
    JsonNode fused = calibrated("cohort", 200, 1500);
    assertThat(fused.get("threshold").asDouble()).isNotEqualTo(best.get("threshold").asDouble());
    JsonNode answer = identify("", sample("s3", 7));
    assertThat(answer.get("decision").asText()).isEqualTo("match");
    assertThat(answer.at("/candidates/0/subject").asText()).isEqualTo("s3");
    assertThat(answer.at("/candidates/0/score").asDouble())
        .isNotEqualTo(alone.get("score").asDouble())
        .isCloseTo(toCentroid(sample("s3", 7), sample("s3", 0), sample("s3", 1)), within(1e-5));
    assertThat(answer.at("/candidates/0/template")).isEqualTo(alone.get("template"));
    assertThat(identify("", sample("nobody", 7)).get("decision").asText()).isEqualTo("none");
    client.delete(GALLERY + "/subjects/s3").expect(204);
    calibrated("cohort", 199, 1500);
    client.put(GALLERY, "{\"fusion\":\"best\"}").expect(200);
    assertThat(calibrated("cohort", 199, 1500).get("threshold").asDouble())
        .isCloseTo(best.get("threshold").asDouble(), within(0.02));
    client.put(GALLERY, "{\"fusion\":\"worst\"}").expect(400);
  }

  private static double toCentroid(float[] probe, float[]... samples) {
    Space space = new Space("test", DIMENSION);
    return Centroid.of(Arrays.stream(samples).map(each -> Embedding.of(space, each)).toList())
        .orElseThrow()
        .cosine(Embedding.of(space, probe));
  }

  @Test
  void aRateThatTheTrialsCannotTellIsSaid() {
    enrol(100);
    cohort(200);
    calibrated("cohort", 100, 200);
    JsonNode answer = identify("?fpir=0.00001", sample("s3", 7));
    assertThat(answer.get("reasons").toString()).contains("fpir-not-supported");
    assertThat(answer.at("/fpir/supported").asDouble()).isGreaterThan(0.00001);
    assertThat(answer.at("/fpir/note").asText()).contains("200 trials");
    client.put(GALLERY, "{\"fpirFloor\":0.001}").expect(200);
    client
        .send(
            "POST",
            GALLERY + "/identify?fpir=0.0001",
            "application/json",
            item(sample("s3", 7)).toString().getBytes(StandardCharsets.UTF_8))
        .expect(400, "fpir-below-floor");
  }

  @Test
  void theGallerysRowShowsItsCalibrationAndAnEmptyOneHasNone() {
    assertThat(client.get(GALLERY).expect(200).json().get("calibration").isNull()).isTrue();
    enrol(80);
    calibrated("leave-one-out", 80, 80);
    assertThat(client.get(GALLERY).expect(200).json().at("/calibration/method").asText())
        .isEqualTo("leave-one-out");
    client.put(GALLERY, "{\"fmr\":0.01}").expect(200);
    ObjectNode claim = item(sample("s3", 7)).put("subject", "s3");
    JsonNode verified =
        client
            .send(
                "POST",
                GALLERY + "/verify",
                "application/json",
                claim.toString().getBytes(StandardCharsets.UTF_8))
            .expect(200)
            .json();
    assertThat(verified.get("decision").asText()).isEqualTo("same");
    assertThat(verified.get("fmr").asDouble()).isBetween(0.001, 0.05);
  }

  @Test
  void aKnownStrangerBlocksWhereItIsNearer() {
    enrol(2);
    client.put(GALLERY, "{\"threshold\":0.5}").expect(200);
    assertThat(identify("", sample("s1", 9)).get("decision").asText()).isEqualTo("match");
    ObjectNode rejected = item(sample("s1", 9)).put("notSubject", "s1");
    JsonNode kept =
        client
            .send(
                "POST",
                GALLERY + "/strangers",
                "application/json",
                rejected.toString().getBytes(StandardCharsets.UTF_8))
            .expect(201)
            .json();
    JsonNode blocked = identify("", sample("s1", 9));
    assertThat(blocked.get("decision").asText()).isEqualTo("none");
    assertThat(blocked.get("reasons").toString()).contains("known-stranger");
    assertThat(identify("", sample("s0", 9)).get("decision").asText()).isEqualTo("match");
    assertThat(
            client
                .get(GALLERY + "/strangers")
                .expect(200)
                .json()
                .at("/items/0/notSubject")
                .asText())
        .isEqualTo("s1");
    client.delete(GALLERY + "/strangers/" + kept.get("id").asText()).expect(204);
    client
        .delete(GALLERY + "/strangers/" + kept.get("id").asText())
        .expect(404, "no-such-stranger");
    assertThat(identify("", sample("s1", 9)).get("decision").asText()).isEqualTo("match");
  }

  @Test
  void membersOfTheCohortComeAndGo() {
    String member = GALLERY + "/cohort/x1";
    client.put(member, item(sample("x1", 0)).put("subject", "p").toString()).expect(200);
    assertThat(client.get(member).expect(200).json().get("subject").asText()).isEqualTo("p");
    assertThat(client.get(GALLERY + "/cohort").expect(200).json().get("items")).hasSize(1);
    client
        .put(member, item(sample("x1", 0)).put("template", "t").toString())
        .expect(400, "invalid-item");
    client.put(member, "{\"embedding\":[1,2]}").expect(400, "dimension-mismatch");
    client.delete(member).expect(204);
    client.get(member).expect(404, "no-such-stranger");
    client.delete(member).expect(404, "no-such-stranger");
  }

  @Test
  void anEnrolledStrangerRaisesTheThresholdUntilSomebodyExcludesThePair() {
    enrol(200);
    cohort(500);
    double before = calibrated("cohort", 200, 500).get("threshold").asDouble();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      lines.append(item(sample("x" + i, 3)).put("subject", "late" + i)).append('\n');
    }
    lines("/import", lines);
    JsonNode raised =
        until(GALLERY + "/calibration", json -> json.at("/suspects/counted").asInt() == 10);
    assertThat(raised.get("threshold").asDouble()).isGreaterThan(before + 0.1);
    assertThat(raised.at("/suspects/thresholdWithout").asDouble()).isCloseTo(before, within(0.03));
    JsonNode suspects = client.get(GALLERY + "/suspects").expect(200).json();
    assertThat(suspects.get("items")).hasSize(10);
    for (JsonNode each : suspects.get("items")) {
      String pair =
          "{\"subject\":\"%s\",\"stranger\":\"%s\"}"
              .formatted(each.get("subject").asText(), each.get("stranger").asText());
      exclude(pair).expect(201);
      exclude(pair).expect(200);
    }
    JsonNode after =
        until(
            GALLERY + "/calibration",
            json ->
                json.at("/suspects/excluded").asInt() == 10 && json.get("pending").asInt() == 0);
    assertThat(after.get("threshold").asDouble()).isCloseTo(before, within(0.03));
    assertThat(after.get("trials").asInt()).isEqualTo(500);
    assertThat(after.at("/suspects/thresholdWithExcluded").asDouble())
        .isCloseTo(raised.get("threshold").asDouble(), within(0.01));
    JsonNode history = client.get(GALLERY + "/calibration/history").expect(200).json();
    assertThat(history.get("items").get(0).get("why").asText()).isEqualTo("somebody was excluded");
    String one = GALLERY + "/exclusions?subject=late3&stranger=x3";
    client.delete(one).expect(204);
    assertThat(client.delete(one).expect(404).json().get("code").asText())
        .isEqualTo("no-such-exclusion");
    assertThat(client.get(GALLERY + "/exclusions").expect(200).json().get("items")).hasSize(9);
  }

  private Client.Answer exclude(String pair) {
    return client.send(
        "POST", GALLERY + "/exclusions", "application/json", pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anExclusionNamesASubjectAndOneOther() {
    enrol(60);
    assertThat(exclude("{\"subject\":\"s1\"}").expect(400).json().get("detail").asText())
        .contains("got neither, expected one of stranger and other");
    assertThat(
            exclude("{\"subject\":\"s1\",\"other\":\"s1\"}")
                .expect(400)
                .json()
                .get("code")
                .asText())
        .isEqualTo("invalid-exclusion");
    assertThat(
            exclude("{\"subject\":\"s1\",\"stranger\":\"nobody\"}")
                .expect(404)
                .json()
                .get("code")
                .asText())
        .isEqualTo("no-such-stranger");
    assertThat(
            exclude("{\"subject\":\"s1\",\"other\":\"nobody\"}")
                .expect(404)
                .json()
                .get("code")
                .asText())
        .isEqualTo("no-such-subject");
    exclude("{\"subject\":\"s1\",\"other\":\"s2\"}").expect(201);
  }
}
