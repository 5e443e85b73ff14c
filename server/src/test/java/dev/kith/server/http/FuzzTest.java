package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Malformed requests at the real server: every answer is a 4xx problem with a code, nothing is
/// logged as a fault, and the galleries are what they were.
class FuzzTest {
  private static final int REQUESTS = Boolean.getBoolean("kith.stress") ? 10_000 : 1_000;
  private static final String NDJSON = "application/x-ndjson";

  @TempDir Path directory;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Served served;
  private Client client;

  @BeforeEach
  void start() {
    served = new Served(directory);
    client = served.client();
    served.staff("ada", "bob");
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    served.close();
    assertThat(log.list.stream().filter(each -> each.getLevel().isGreaterOrEqual(Level.ERROR)))
        .as("faults in the log")
        .isEmpty();
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    all.append(client.get("/v1/galleries").expect(200).text());
    all.append(client.get("/v1/encoders").expect(200).text());
    for (JsonNode each :
        client.get("/v1/galleries/staff/subjects").expect(200).json().get("items")) {
      all.append(client.get("/v1/galleries/staff/subjects/" + each.get("subject").asText()).text());
    }
    return all.toString();
  }

  private static void isRefusal(String what, int status, String text) {
    assertThat(status).as("%s: %s", what, text).isBetween(400, 499);
    assertThat(text)
        .as(what)
        .contains("\"code\":\"")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
  }

  @Test
  void everyMalformedRequestIsRefusedAndChangesNothing() throws Exception {
    String before = everything();
    for (int seed = 0; seed < REQUESTS; seed++) {
      Malformed.Request request = new Malformed(seed).next();
      String answer = Wire.ask(served.port(), request);
      String what = "seed %d: %s %s".formatted(seed, request.method(), request.path());
      assertThat(answer).as(what).startsWith("HTTP/1.1 ");
      isRefusal(what, Integer.parseInt(answer.substring(9, 12)), answer);
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void linesThatAreWrongAreAnsweredOneByOne() {
    String before = everything();
    for (int seed = 0; seed < REQUESTS / 10; seed++) {
      byte[] lines = new Malformed(seed).lines().getBytes(StandardCharsets.ISO_8859_1);
      Client.Answer answer =
          client.send("POST", "/v1/galleries/staff/identify/batch", NDJSON, lines).expect(200);
      for (String line : answer.text().lines().toList()) {
        JsonNode problem = Json.read(line.getBytes(StandardCharsets.UTF_8)).path("problem");
        isRefusal("seed " + seed, problem.path("status").asInt(), problem.toString());
      }
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void importsOfWrongLinesEnrolNothing() {
    String before = everything();
    for (int seed = 0; seed < REQUESTS / 50; seed++) {
      byte[] lines = new Malformed(seed).lines().getBytes(StandardCharsets.ISO_8859_1);
      JsonNode job =
          client.send("POST", "/v1/galleries/staff/import", NDJSON, lines).expect(202).json();
      String end = client.get("/v1/jobs/" + job.get("id").asText() + "/events").expect(200).text();
      assertThat(end)
          .as("seed %d", seed)
          .contains("\"state\":\"done\"")
          .doesNotContain("Exception");
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void bytesThatAreNoRequestAreRefusedOrDropped() throws Exception {
    String before = everything();
    List<String> wrong = new ArrayList<>();
    for (int seed = 0; seed < REQUESTS / 4; seed++) {
      byte[] bytes = new Malformed(seed).wire().getBytes(StandardCharsets.ISO_8859_1);
      String answer = Wire.talk(served.port(), bytes);
      if (!answer.isEmpty() && !answer.matches("(?s)HTTP/1\\.[01] (4|100|200 ).*")) {
        wrong.add("seed %d: %s".formatted(seed, answer));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }
}
