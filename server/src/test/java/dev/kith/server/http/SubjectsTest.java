package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.server.work.KithOptions;
import dev.kith.server.work.TestKith;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Subjects, identification and verification over real HTTP; [Client] holds every answer to the
/// document.
class SubjectsTest {
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

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(sample(text));
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
  void aKnownSampleMatchesAndAStrangerIsNobody() {
    staff();
    client.put("/v1/galleries/staff/subjects/ada", "{\"displayName\":\"Ada L.\"}").expect(200);
    JsonNode known = identify("?limit=2", "ada 2").expect(200).json();
    assertThat(known.get("decision").asText()).isEqualTo("match");
    assertThat(known.get("candidates")).hasSize(2);
    assertThat(known.at("/candidates/0/subject").asText()).isEqualTo("ada");
    assertThat(known.at("/candidates/0/displayName").asText()).isEqualTo("Ada L.");
    assertThat(known.get("threshold").asDouble()).isEqualTo(0.5);
    assertThat(identify("", "zed 1").expect(200).json().get("decision").asText()).isEqualTo("none");
    JsonNode strict = identify("?threshold=1", "ada 2").expect(200).json();
    assertThat(strict.get("decision").asText()).isEqualTo("none");
    identify("?threshold=2", "ada").expect(400, "invalid-threshold");
    identify("?threshold=0.3&fpir=0.1", "ada").expect(400, "fpir-or-threshold");
  }

  @Test
  void aSampleComesRawOrAsAFormOrInJson() {
    staff();
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nsample ada 3\r\n--b--\r\n";
    JsonNode byForm =
        client
            .send(
                "POST",
                "/v1/galleries/staff/identify",
                "multipart/form-data; boundary=b",
                form.getBytes(StandardCharsets.UTF_8))
            .expect(200)
            .json();
    JsonNode byJson =
        client
            .post("/v1/galleries/staff/identify", "{\"image\":\"" + base64("ada 3") + "\"}")
            .expect(200)
            .json();
    JsonNode raw = identify("", "ada 3").expect(200).json();
    assertThat(byForm.get("score")).isEqualTo(raw.get("score"));
    assertThat(byJson.get("score")).isEqualTo(raw.get("score"));
    client
        .send("POST", "/v1/galleries/staff/identify", "text/plain", sample("x"))
        .expect(415, "unsupported-media-type");
    client
        .send("POST", "/v1/galleries/staff/identify", "image/png", new byte[0])
        .expect(400, "empty-body");
    client
        .send("POST", "/v1/galleries/staff/identify", "image/png", new byte[] {1})
        .expect(400, "image-unreadable");
  }

  @Test
  void embeddingsMustBeOfTheGallerysSpace() {
    staff();
    JsonNode encoded =
        client
            .send("POST", "/v1/encoders/letters/encode", "image/png", sample("ada 1"))
            .expect(200)
            .json();
    String embedding = encoded.get("embedding").toString();
    String identify = "/v1/galleries/staff/identify";
    client.post(identify, "{\"embedding\":" + embedding + "}").expect(409, "space-mismatch");
    client
        .post(identify, "{\"embedding\":[1],\"space\":\"" + encoded.get("space").asText() + "\"}")
        .expect(400, "dimension-mismatch");
    JsonNode found =
        client
            .post(
                identify,
                "{\"embedding\":" + embedding + ",\"space\":" + encoded.get("space") + "}")
            .expect(200)
            .json();
    assertThat(found.get("score").asDouble()).isGreaterThan(0.999);
    client.put("/v1/galleries/vec", "{\"dimension\":2}").expect(200);
    client.post("/v1/galleries/vec/identify", "{\"embedding\":[0,0]}").expect(400, "zero-vector");
    client
        .post("/v1/galleries/vec/identify", "{\"embedding\":[1e999,0]}")
        .expect(400, "not-finite");
    client
        .post("/v1/galleries/vec/identify", "{\"embedding\":[NaN,0]}")
        .expect(400, "invalid-json");
    client
        .post("/v1/galleries/vec/identify", "{\"embedding\":[1,2],\"template\":\"t\"}")
        .expect(400, "invalid-item");
    client
        .send("POST", "/v1/galleries/vec/identify", "image/png", sample("ada"))
        .expect(400, "no-encoder");
  }

  @Test
  void filtersLookAtAttributes() {
    staff();
    client
        .put(
            "/v1/galleries/staff/subjects/ada", "{\"attributes\":{\"site\":\"a\",\"active\":true}}")
        .expect(200);
    client
        .put(
            "/v1/galleries/staff/subjects/bob", "{\"attributes\":{\"site\":\"b\",\"active\":true}}")
        .expect(200);
    JsonNode found =
        identify("?filter=%7B%22site%22%3A%5B%22b%22%2C%22c%22%5D%7D", "ada").expect(200).json();
    assertThat(found.get("candidates")).hasSize(1);
    assertThat(found.at("/candidates/0/subject").asText()).isEqualTo("bob");
    identify("?filter=%7B%22site%22%3A%22b%22%7D", "ada").expect(400, "invalid-filter");
    identify("?filter=%7B", "ada").expect(400, "invalid-filter");
  }

  @Test
  void templatesAreEnrolledUnderIdsAndWithdrawn() {
    staff();
    String template = "/v1/galleries/staff/subjects/a%2Fb%20%C3%BC/templates/..%2F1";
    String first =
        client
            .send("PUT", template, "image/png", sample("ab 1"))
            .expect(200)
            .json()
            .at("/templates/0/outcome")
            .asText();
    String again =
        client
            .send("PUT", template, "image/png", sample("ab 1"))
            .expect(200)
            .json()
            .at("/templates/0/outcome")
            .asText();
    String other =
        client
            .send("PUT", template, "image/png", sample("ab 2"))
            .expect(200)
            .json()
            .at("/templates/0/outcome")
            .asText();
    assertThat(first + again + other).isEqualTo("createdunchangedreplaced");
    JsonNode subject = client.get("/v1/galleries/staff/subjects/a%2Fb%20%C3%BC").expect(200).json();
    assertThat(subject.get("subject").asText()).isEqualTo("a/b ü");
    assertThat(subject.at("/templates/0/template").asText()).isEqualTo("../1");
    assertThat(subject.at("/templates/0/sample").asText()).hasSize(64);
    client.delete(template).expect(204);
    client.delete(template).expect(404, "no-such-template");
    client.delete("/v1/galleries/staff/subjects/ada").expect(204);
    client.delete("/v1/galleries/staff/subjects/ada").expect(404, "no-such-subject");
    assertThat(identify("", "ada").json().get("decision").asText()).isEqualTo("none");
    JsonNode page = client.get("/v1/galleries/staff/subjects?limit=2").expect(200).json();
    assertThat(page.get("items")).hasSize(2);
  }

  @Test
  void idsOfDotsAreIdsAndNoWayOut() {
    staff();
    client
        .send("POST", "/v1/galleries/staff/subjects/%2E%2E/templates", "image/png", sample("dots"))
        .expect(201);
    assertThat(
            client
                .get("/v1/galleries/staff/subjects/..")
                .expect(200)
                .json()
                .get("subject")
                .asText())
        .isEqualTo("..");
    client.get("/v1/galleries/staff/subjects/%00").expect(400, "invalid-id");
    client.get("/v1/galleries/staff/subjects/%FF").expect(400, "invalid-encoding");
    client.get("/v1/galleries/staff/subjects/" + "x".repeat(201)).expect(400, "invalid-id");
    client.get("/v1/galleries/staff/subjects//templates").expect(405, "method-not-allowed");
    client.get("/etc/passwd").expect(404, "no-such-route");
  }

  @Test
  void verificationComparesWithOneSubject() {
    staff();
    JsonNode same =
        client
            .post(
                "/v1/galleries/staff/verify",
                "{\"subject\":\"ada\",\"image\":\"" + base64("ada 7") + "\"}")
            .expect(200)
            .json();
    assertThat(same.get("decision").asText()).isEqualTo("same");
    JsonNode different =
        client
            .send("POST", "/v1/galleries/staff/verify?subject=bob", "image/png", sample("ada 7"))
            .expect(200)
            .json();
    assertThat(different.get("decision").asText()).isEqualTo("different");
    client
        .send("POST", "/v1/galleries/staff/verify?subject=nn", "image/png", sample("ada 7"))
        .expect(404, "no-such-subject");
    client
        .send("POST", "/v1/galleries/staff/verify", "image/png", sample("ada 7"))
        .expect(400, "subject-missing");
  }
}
