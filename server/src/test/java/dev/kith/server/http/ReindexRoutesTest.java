package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.server.work.KithOptions;
import dev.kith.server.work.TestKith;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gallery moves to another encoder over real HTTP; [Client] holds every answer to the document.
class ReindexRoutesTest {
  private static final String STAFF = "/v1/galleries/staff";

  @TempDir Path directory;
  private TestKith test;
  private HttpServer server;
  private Client client;

  @BeforeEach
  void start() {
    test = TestKith.open(directory, new KithOptions(2, 64, 1, "cpu", 1_000_000));
    server = HttpServer.start(test.kith(), ServerOptions.on("127.0.0.1", 0));
    client = new Client(server.port());
    client.put(STAFF, "{\"encoder\":\"letters\"}").expect(200);
    var _ =
        test.kith()
            .encoders()
            .put("better", "better".getBytes(StandardCharsets.UTF_8), Optional.empty());
    for (String name : new String[] {"ann", "bea", "cal"}) {
      client
          .send(
              "POST", STAFF + "/subjects/" + name + "/templates", "image/png", Served.sample(name))
          .expect(201);
    }
  }

  @AfterEach
  void stop() {
    server.close();
    test.kith().close();
  }

  private JsonNode ended(JsonNode job) throws InterruptedException {
    JsonNode now = job;
    while (now.path("state").asText().matches("queued|running")) {
      Thread.sleep(10);
      now = client.get("/v1/jobs/" + job.path("id").asText()).expect(200).json();
    }
    return now;
  }

  private JsonNode identify() {
    return client
        .send("POST", STAFF + "/identify", "image/png", Served.sample("bea"))
        .expect(200)
        .json();
  }

  @Test
  void aGenerationIsBuiltActivatedRolledBackAndDropped() throws Exception {
    JsonNode before = identify();
    JsonNode job =
        client
            .post(STAFF + "/reindex", "{\"encoder\":\"better\",\"activate\":\"manual\"}")
            .expect(202)
            .json();
    JsonNode over = ended(job);
    assertThat(over.path("state").asText()).isEqualTo("done");
    assertThat(over.path("stage").asText()).isEqualTo("over");
    assertThat(identify().path("generation").asInt()).isEqualTo(1);
    JsonNode listed = client.get(STAFF + "/generations").expect(200).json();
    assertThat(listed.at("/items/1/templates").asInt()).isEqualTo(3);
    assertThat(listed.at("/items/1/inCharge").asBoolean()).isFalse();

    client.post(STAFF + "/generations/2/activate", "").expect(200);
    JsonNode after = identify();
    assertThat(after.path("generation").asInt()).isEqualTo(2);
    assertThat(after.path("encoder").asText()).isEqualTo("better");
    assertThat(after.at("/candidates/0/subject").asText()).isEqualTo("bea");
    assertThat(after.path("space")).isNotEqualTo(before.path("space"));

    client.post(STAFF + "/generations/1/activate", "").expect(200);
    assertThat(identify().path("candidates")).isEqualTo(before.path("candidates"));
    client.delete(STAFF + "/generations/1").expect(409);
    client.delete(STAFF + "/generations/2").expect(204);
    client.delete(STAFF + "/generations/2").expect(404);
    client.post(STAFF + "/generations/2/activate", "").expect(404);
  }

  @Test
  void aProbeOfTheRelievedSpaceIsAnsweredByItsOwnGeneration() throws Exception {
    JsonNode old =
        client
            .send("POST", "/v1/encoders/letters/encode", "image/png", Served.sample("cal"))
            .expect(200)
            .json();
    String probe =
        "{\"embedding\":%s,\"space\":\"%s\"}"
            .formatted(old.path("embedding"), old.path("space").asText());
    var _ =
        ended(
            client
                .post(STAFF + "/reindex", "{\"encoder\":\"better\",\"activate\":\"manual\"}")
                .expect(202)
                .json());
    client.post(STAFF + "/generations/2/activate", "").expect(200);
    JsonNode answer = client.post(STAFF + "/identify", probe).expect(200).json();
    assertThat(answer.path("generation").asInt()).isEqualTo(1);
    assertThat(answer.path("space")).isEqualTo(old.path("space"));
    assertThat(answer.at("/candidates/0/subject").asText()).isEqualTo("cal");
  }

  @Test
  void badWishesAreRefusedAndChangeNothing() {
    client.post(STAFF + "/reindex", "{\"encoder\":\"nobody\"}").expect(404);
    client.post(STAFF + "/reindex", "{\"activate\":\"perhaps\"}").expect(400);
    client.post(STAFF + "/reindex", "{\"share\":0}").expect(400);
    client.post("/v1/galleries/none/reindex", "{}").expect(404);
    assertThat(client.get(STAFF + "/generations").expect(200).json().path("items")).hasSize(1);
  }
}
