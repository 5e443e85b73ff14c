package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches, imports and events.
class StreamsTest {
  private static final String NDJSON = "application/x-ndjson";

  @TempDir Path directory;
  private Served served;
  private Client client;

  @BeforeEach
  void start() {
    served = new Served(directory);
    client = served.client();
    served.staff("ada", "bob");
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private List<JsonNode> batch(String query, String lines) {
    Client.Answer answer =
        client
            .send("POST", "/v1/galleries/staff/identify/batch" + query, NDJSON, bytes(lines))
            .expect(200);
    List<JsonNode> answers = answer.text().lines().map(line -> Json.read(bytes(line))).toList();
    answers.forEach(each -> Client.conforms(each, "BatchAnswer"));
    return answers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String probe(String id, String text) {
    return "{\"id\":\"" + id + "\",\"image\":\"" + Served.base64(text) + "\"}\n";
  }

  @Test
  void aBatchAnswersLineByLineInOrder() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      lines.append(probe("p" + i, List.of("ada ", "bob ", "zed ").get(i % 3) + i));
    }
    List<JsonNode> answers = batch("?limit=1", lines.toString());
    assertThat(answers).hasSize(900);
    for (int i = 0; i < 900; i++) {
      assertThat(answers.get(i).get("id").asText()).isEqualTo("p" + i);
      assertThat(answers.get(i).get("decision").asText()).isEqualTo(i % 3 == 2 ? "none" : "match");
    }
  }

  @Test
  void aLineThatIsWrongIsAnsweredInItsPlace() {
    List<JsonNode> answers =
        batch(
            "",
            probe("a", "ada 1")
                + "{\"id\":\"b\",\"image\":\"AAAA\"}\n\n"
                + "{\"id\":\"c\",\"embedding\":[1]}\n"
                + "{\"id\":\"d\"}\n"
                + "nonsense\n"
                + "{\"id\":\""
                + "e".repeat(200_000)
                + "\"}\n"
                + "{\"id\":\"f\",\"image\":\""
                + Served.base64("ada 2"));
    assertThat(answers.stream().map(each -> each.at("/problem/code").asText("")))
        .containsExactly(
            "",
            "image-unreadable",
            "space-mismatch",
            "invalid-item",
            "invalid-json",
            "line-too-long",
            "invalid-item");
    assertThat(answers.stream().map(each -> each.get("id").asText()))
        .containsExactly("a", "b", "c", "d", "null", "null", "null");
  }

  @Test
  void aBatchOverTheLimitSaysWhereItEnds() {
    List<JsonNode> answers = batch("?limit=1", probe("p", "ada").repeat(1100));
    assertThat(answers).hasSize(1001);
    assertThat(answers.get(999).has("decision")).isTrue();
    assertThat(answers.get(1000).at("/problem/code").asText()).isEqualTo("batch-too-long");
  }

  @Test
  void aBatchForNoGalleryIsAProblemAndNotAStream() {
    client
        .send("POST", "/v1/galleries/none/identify/batch", NDJSON, bytes(probe("a", "ada")))
        .expect(404, "no-such-gallery");
    client.post("/v1/galleries/staff/identify/batch", "{}").expect(415, "unsupported-media-type");
    assertThat(batch("", "\n\n")).isEmpty();
  }

  private static String item(String subject, String text) {
    return "{\"subject\":\"" + subject + "\",\"image\":\"" + Served.base64(text) + "\"}\n";
  }

  private JsonNode imported(String lines) {
    JsonNode job =
        client.send("POST", "/v1/galleries/staff/import", NDJSON, bytes(lines)).expect(202).json();
    return finished(job.get("id").asText());
  }

  /// Follows the events to the end of the job.
  private JsonNode finished(String id) {
    String events = client.get("/v1/jobs/" + id + "/events").expect(200).text();
    String last = events.substring(events.lastIndexOf("data: ") + 6).strip();
    JsonNode job = Json.read(bytes(last));
    Client.conforms(job, "Job");
    return job;
  }

  @Test
  void anImportEnrolsWhatIsRightAndReportsTheRest() throws Exception {
    String lines =
        item("eve", "eve 1")
            + "\n"
            + item("", "x")
            + "{\"subject\":\"mal\",\"image\":\"AAAA\"}\nnonsense\n"
            + item("fay", "fay 1");
    JsonNode job = imported(lines);
    assertThat(job.get("state").asText()).isEqualTo("done");
    assertThat(job.get("refusedCount").asInt()).isEqualTo(3);
    assertThat(job.findValuesAsText("code"))
        .containsExactly("invalid-id", "image-unreadable", "invalid-json");
    assertThat(job.findValuesAsText("line")).containsExactly("3", "4", "5");
    String report = client.get(job.get("report").asText()).expect(200).text();
    assertThat(report.lines()).hasSize(3);
    report.lines().forEach(line -> Client.conforms(Json.read(bytes(line)), "Refusal"));
    assertThat(client.get("/v1/galleries/staff").json().get("templates").asInt()).isEqualTo(4);
    assertThat(imported(lines).get("state").asText()).isEqualTo("done");
    assertThat(client.get("/v1/galleries/staff").json().get("templates").asInt()).isEqualTo(4);
    assertThat(client.get("/v1/jobs?limit=1").expect(200).json().get("items")).hasSize(1);
    try (var spool = Files.list(directory.resolve("spool"))) {
      assertThat(spool.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void aJobIsPausedResumedAndCancelled() throws Exception {
    CountDownLatch gate = served.holdPool();
    JsonNode job =
        client
            .send(
                "POST",
                "/v1/galleries/staff/import",
                NDJSON,
                bytes(item("eve", "eve").repeat(3000)))
            .expect(202)
            .json();
    String path = "/v1/jobs/" + job.get("id").asText();
    served.test().kith().jobs().pause(job.get("id").asText());
    gate.countDown();
    while (!client.get(path).expect(200).json().get("state").asText().equals("paused")) {
      Thread.sleep(20);
    }
    client.send("POST", path + "/pause", "", new byte[0]).expect(200);
    assertThat(
            client
                .send("POST", path + "/resume", "", new byte[0])
                .expect(200)
                .json()
                .get("state")
                .asText())
        .isEqualTo("queued");
    assertThat(finished(job.get("id").asText()).get("state").asText()).isEqualTo("done");
    client.send("POST", path + "/resume", "", new byte[0]).expect(409, "job-not-paused");
    client.delete(path).expect(200);
    client.get(path).expect(404, "no-such-job");
    client.get(path + "/events").expect(404, "no-such-job");
    client.get(path + "/report").expect(404, "no-such-job");
  }

  @Test
  void anImportOverTheLimitIsRefusedAndLeavesNothing() throws Exception {
    byte[] large = new byte[3_000_000];
    client.send("POST", "/v1/galleries/staff/import", NDJSON, large).expect(413, "body-too-large");
    client
        .send("POST", "/v1/galleries/none/import", NDJSON, bytes(item("a", "a")))
        .expect(404, "no-such-gallery");
    try (var spool = Files.list(directory.resolve("spool"))) {
      assertThat(spool).isEmpty();
    }
  }

  @Test
  void answersComeWhileLinesAreStillToBeSent() throws Exception {
    String head =
        """
        POST /v1/galleries/staff/identify/batch?limit=1 HTTP/1.1
        Host: x
        Content-Type: application/x-ndjson
        Transfer-Encoding: chunked

        """
            .replace("\n", "\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
      socket.setSoTimeout(20_000);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes(head));
      for (int i = 0; i < 3; i++) {
        String line = probe("p" + i, "ada " + i);
        socket
            .getOutputStream()
            .write(bytes(Integer.toHexString(line.length()) + "\r\n" + line + "\r\n"));
        String answer = in.readLine();
        while (!answer.startsWith("{")) {
          answer = in.readLine();
        }
        assertThat(answer).contains("\"id\":\"p" + i + "\"");
      }
      socket.getOutputStream().write(bytes("zz\r\nno chunk"));
      String rest = in.lines().collect(Collectors.joining("\n"));
      assertThat(rest).as("a broken body is no whole answer").doesNotContain("\n0\n");
    }
  }
}
