package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.server.work.KithOptions;
import dev.kith.server.work.TestKith;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The routes over real HTTP; [Client] holds every answer to the document.
class RoutesTest {
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

  private static byte[] sample(String text) {
    return ("sample " + text).getBytes(StandardCharsets.UTF_8);
  }

  private Client.Answer identify(String query, String text) {
    return client.send("POST", "/v1/galleries/staff/identify" + query, "image/png", sample(text));
  }

  private void staff() {
    client.put("/v1/galleries/staff", "{\"encoder\":\"letters\"}").expect(200);
    for (String who : new String[] {"ada", "bob", "eve"}) {
      client
          .send(
              "POST",
              "/v1/galleries/staff/subjects/" + who + "/templates",
              "image/png",
              sample(who + " 1"))
          .expect(201);
    }
  }

  @Test
  void aGalleryIsMadeChangedListedAndErased() {
    client.put("/v1/galleries/vec", "{\"dimension\":4,\"threshold\":0.25}").expect(200);
    JsonNode made = client.get("/v1/galleries/vec").expect(200).json();
    assertThat(made.get("space").asText()).isEqualTo("vectors:vec:4");
    assertThat(made.get("threshold").asDouble()).isEqualTo(0.25);
    JsonNode changed =
        client.put("/v1/galleries/vec", "{\"threshold\":null,\"review\":false}").expect(200).json();
    assertThat(changed.get("threshold").isNull()).isTrue();
    assertThat(changed.get("review").asBoolean()).isFalse();
    client.delete("/v1/galleries/vec").expect(204);
    client.get("/v1/galleries/vec").expect(404, "no-such-gallery");
    client.delete("/v1/galleries/vec").expect(404, "no-such-gallery");
  }

  @Test
  void settingsAreHeldToTheDocument() {
    client.put("/v1/galleries/g", "{\"dimension\":0}").expect(400, "invalid-setting");
    client.put("/v1/galleries/g", "{\"dimension\":4.5}").expect(400, "invalid-setting");
    client.put("/v1/galleries/g", "{\"dimension\":4,\"fpir\":1}").expect(400, "invalid-setting");
    client.put("/v1/galleries/g", "{\"dimension\":4,\"fpri\":0.1}").expect(400, "invalid-setting");
    client.put("/v1/galleries/g", "{}").expect(400, "encoder-or-dimension");
    client.put("/v1/galleries/g", "{\"encoder\":\"nobody\"}").expect(404, "no-such-encoder");
    client.put("/v1/galleries/G", "{\"dimension\":4}").expect(400, "invalid-gallery-name");
    client.put("/v1/galleries/g", "{\"dimension\":4,\"dimension\":5}").expect(400, "invalid-json");
  }

  @Test
  void listsArePagedByCursor() {
    for (int i = 0; i < 7; i++) {
      client.put("/v1/galleries/g" + i, "{\"dimension\":2}").expect(200);
    }
    StringBuilder names = new StringBuilder();
    String next = "";
    int pages = 0;
    do {
      JsonNode page = client.get("/v1/galleries?limit=3" + next).expect(200).json();
      page.get("items").forEach(each -> names.append(each.get("name").asText()));
      next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
      pages++;
    } while (!next.isEmpty());
    assertThat(names.toString()).isEqualTo("g0g1g2g3g4g5g6");
    assertThat(pages).isEqualTo(3);
    client.get("/v1/galleries?cursor=abc").expect(400, "invalid-cursor");
    client.get("/v1/galleries?limit=0").expect(400, "invalid-limit");
    client.get("/v1/galleries?limit=x").expect(400, "invalid-limit");
    client.get("/v1/galleries?limti=1").expect(400, "unknown-parameter");
    client.get("/v1/galleries?limit=1&limit=2").expect(400, "doubled-parameter");
    String ofGalleries = client.get("/v1/galleries?limit=1").json().get("next").asText();
    client.get("/v1/galleries/g0/subjects?cursor=" + ofGalleries).expect(400, "invalid-cursor");
  }

  @Test
  void encodersAreUploadedUsedAndKeptWhileInUse() {
    String form =
        """
        --b
        Content-Disposition: form-data; name="model"; filename="m.onnx"

        words
        --b
        Content-Disposition: form-data; name="manifest"

        {}
        --b--
        """
            .replace("\n", "\r\n");
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    String type = "multipart/form-data; boundary=b";
    JsonNode made = client.send("PUT", "/v1/encoders/words", type, body).expect(200).json();
    assertThat(client.get("/v1/encoders/words").expect(200).json()).isEqualTo(made);
    assertThat(client.get("/v1/encoders").expect(200).json().get("items")).hasSize(2);
    client.put("/v1/galleries/w", "{\"encoder\":\"words\"}").expect(200);
    client.delete("/v1/encoders/words").expect(409, "encoder-in-use");
    client.delete("/v1/galleries/w").expect(204);
    client.delete("/v1/encoders/words").expect(204);
    client.get("/v1/encoders/words").expect(404, "no-such-encoder");
    client
        .send(
            "PUT",
            "/v1/encoders/bad",
            type,
            form.replace("words", "..").getBytes(StandardCharsets.UTF_8))
        .expect(400, "invalid-model");
  }

  @Test
  void operatorsSeeLifeReadinessMetricsAndThePage() {
    staff();
    identify("", "ada 4").expect(200);
    client.get("/livez").expect(200);
    assertThat(client.get("/readyz").expect(200).json().get("ready").asBoolean()).isTrue();
    assertThat(client.get("/metrics").expect(200).text())
        .contains("kith_decisions_total{decision=\"match\",gallery=\"staff\"} 1.0")
        .contains("kith_gallery_templates{gallery=\"staff\"} 3.0")
        .contains("kith_stage_seconds_count{operation=\"identify\",stage=\"work\"} 1")
        .contains("kith_work_stage_seconds_count{stage=\"encode\"} 4")
        .contains("kith_work_stage_seconds_count{stage=\"search\"} 1")
        .contains("kith_encoder_provider{provider=\"cpu\"} 1.0")
        .contains("kith_work_threads 2.0");
    assertThat(client.get("/").expect(200).text()).contains("<title>Kith</title>");
    assertThat(client.get("/openapi.json").expect(200).json().get("openapi").asText())
        .startsWith("3.1");
    test.stopWrites("the disk is gone");
    assertThat(client.get("/readyz").expect(503).text()).contains("the disk is gone");
    client
        .send("POST", "/v1/galleries/staff/subjects/x/templates", "image/png", sample("x"))
        .expect(503, "writes-stopped");
    identify("", "ada 4").expect(200);
  }

  @Test
  void everyOperationOfTheDocumentIsServed() {
    for (OpenApi.Operation operation : OpenApi.load().operations()) {
      String path = operation.path().replaceAll("\\{[a-z]+}", "x");
      String type = operation.mediaTypes().isEmpty() ? "" : operation.mediaTypes().getFirst();
      Client.Answer answer =
          client.send(operation.method(), path, type.replace("*", "png"), new byte[] {'{', '}'});
      assertThat(answer.status()).as(operation.id()).isLessThan(500).isNotEqualTo(405);
      assertThat(answer.text()).as(operation.id()).doesNotContain("no-such-route");
    }
  }
}
