package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.server.work.KithOptions;
import dev.kith.server.work.TestKith;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise of recall over real HTTP; [Client] holds every answer to the document.
class RecallTest {
  private static final String GALLERY = "/v1/galleries/crowd";
  private static final int SUBJECTS = 11_000;
  private static final int DIMENSION = 16;

  @TempDir Path directory;
  private TestKith test;
  private HttpServer server;
  private Client client;

  @BeforeEach
  void start() {
    test = TestKith.open(directory, new KithOptions(2, 64, 1, "cpu", 1_000_000));
    server = HttpServer.start(test.kith(), ServerOptions.on("127.0.0.1", 0));
    client = new Client(server.port());
  }

  @AfterEach
  void stop() {
    server.close();
    test.kith().close();
  }

  private static ObjectNode item(Random random) {
    ObjectNode json = Json.object();
    var list = json.putArray("embedding");
    for (int i = 0; i < DIMENSION; i++) {
      list.add((float) random.nextGaussian());
    }
    return json;
  }

  private JsonNode until(String path, Predicate<JsonNode> done) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    JsonNode json = client.get(path).expect(200).json();
    while (!done.test(json) && System.nanoTime() < deadline) {
      Thread.sleep(20);
      json = client.get(path).expect(200).json();
    }
    assertThat(done.test(json)).as(path + " answers " + json).isTrue();
    return json;
  }

  private void done(JsonNode job) throws InterruptedException {
    var _ =
        until(
            "/v1/jobs/" + job.get("id").asText(),
            json -> json.at("/state").asText().equals("done"));
  }

  @Test
  void theBeamIsTunedToThePromiseAndWatchedOnSearches() throws Exception {
    client.put(GALLERY, "{\"dimension\":16,\"recall\":0.95,\"threshold\":0.5}").expect(200);
    Random random = new Random(41);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SUBJECTS; i++) {
      lines.append(item(random).put("subject", "s" + i)).append('\n');
    }
    done(
        client
            .send(
                "POST",
                GALLERY + "/import",
                "application/x-ndjson",
                lines.toString().getBytes(StandardCharsets.UTF_8))
            .expect(202)
            .json());
    // a rebuild makes one segment with a graph of what was small segments without
    done(client.post(GALLERY + "/reindex", "{\"activate\":\"manual\"}").expect(202).json());
    client.post(GALLERY + "/generations/2/activate", "").expect(200);

    JsonNode tuned =
        until(GALLERY, json -> json.at("/recallEstimate/searches").asLong() >= 800)
            .get("recallEstimate");
    assertThat(tuned.get("low").asDouble()).isBetween(0.95, 1.0);
    assertThat(tuned.get("estimate").asDouble())
        .isBetween(tuned.get("low").asDouble(), tuned.get("high").asDouble());
    assertThat(tuned.get("beam").asInt()).isBetween(16, 4096);
    assertThat(client.get("/metrics").expect(200).text())
        .contains("kith_recall_estimate{gallery=\"crowd\"}", "kith_recall_low", "kith_recall_high");

    client.put(GALLERY, "{\"recall\":0.5}").expect(200);
    JsonNode easier =
        until(GALLERY, json -> json.at("/recallEstimate/searches").asLong() >= 800)
            .get("recallEstimate");
    assertThat(easier.get("beam").asInt()).isLessThanOrEqualTo(tuned.get("beam").asInt());

    JsonNode watched =
        until(
            GALLERY,
            json -> {
              client.post(GALLERY + "/identify", item(random).toString()).expect(200);
              long searches = json.at("/recallEstimate/searches").asLong();
              return searches >= 64 && searches < 800;
            });
    assertThat(watched.at("/recallEstimate/estimate").asDouble()).isGreaterThanOrEqualTo(0.5);

    client.put(GALLERY, "{\"recall\":1}").expect(200);
    JsonNode exact = client.get(GALLERY).expect(200).json().get("recallEstimate");
    assertThat(exact.get("beam").asInt()).isZero();
    assertThat(exact.get("estimate").asDouble()).isEqualTo(1);
  }
}
