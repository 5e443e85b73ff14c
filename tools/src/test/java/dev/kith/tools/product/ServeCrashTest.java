package dev.kith.tools.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real server while eight clients enrol, starts it again, and asks for everybody it had
/// acknowledged.
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeCrashTest {
  private static final int ROUNDS = Boolean.getBoolean("kith.stress") ? 50 : 5;
  private static final int CLIENTS = 8;
  private static final long SEED = 20261124;
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:\\d+");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Long, String> acknowledged = new ConcurrentSkipListMap<>();
  private final AtomicLong next = new AtomicLong();

  private record Server(Process process, String address) {}

  private Server start(int round) throws IOException, InterruptedException {
    Path out = directory.resolve("out-" + round);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "dev.kith.tools.Kith",
            "serve",
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0");
    // not by -cp: ONNX Runtime 1.29 can't bear a long command line
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    for (int i = 0; i < 1200 && process.isAlive(); i++) {
      Matcher address = ADDRESS.matcher(Files.readString(out));
      if (address.find()) {
        return new Server(process, address.group());
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the server did not start: " + Files.readString(out));
  }

  private HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(60))
            .header(
                "content-type",
                url.contains("/batch") ? "application/x-ndjson" : "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String embedding(long number) {
    Random random = new Random(number);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      values.add(Float.toString((float) random.nextGaussian()));
    }
    return "[" + String.join(",", values) + "]";
  }

  @Test
  void whoWasAcknowledgedIsFoundAfterAKillNoneTwiceNoneHalf() throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      Server server = start(round);
      String gallery = server.address() + "/v1/galleries/g";
      assertThat(send("PUT", gallery, "{\"dimension\":32,\"threshold\":0.99}").statusCode())
          .isIn(200, 201);
      check(gallery, "seed %d round %d".formatted(SEED, round));
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofPlatform().start(() -> enrol(gallery)));
      }
      Thread.sleep(200 + random.nextInt(1500));
      server.process().destroyForcibly().waitFor();
      for (Thread each : clients) {
        each.join();
      }
    }
    Server server = start(ROUNDS);
    check(server.address() + "/v1/galleries/g", "seed %d at the end".formatted(SEED));
    server.process().destroy();
    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
  }

  /// Enrols one after another until the server is gone.
  private void enrol(String gallery) {
    try {
      while (true) {
        long number = next.getAndIncrement();
        String subject = "s" + number;
        HttpResponse<String> answer =
            send(
                "POST",
                gallery + "/subjects/" + subject + "/templates",
                "{\"embedding\":" + embedding(number) + "}");
        if (answer.statusCode() == 201) {
          acknowledged.put(number, subject);
        }
      }
    } catch (IOException _) {
      // killed, as it should be
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void check(String gallery, String when) throws Exception {
    JsonNode counts = JSON.readTree(send("GET", gallery, "").body());
    assertThat(counts.get("templates").asLong())
        .as("%s: one template a subject", when)
        .isEqualTo(counts.get("subjects").asLong());
    assertThat(counts.get("subjects").asLong())
        .as(when)
        .isBetween((long) acknowledged.size(), next.get());
    if (acknowledged.isEmpty()) {
      return;
    }
    StringBuilder probes = new StringBuilder();
    acknowledged.forEach((number, subject) ->
        probes.append("{\"id\":\"%s\",\"embedding\":%s}\n".formatted(subject, embedding(number))));
    String answers = send("POST", gallery + "/identify/batch?limit=1", probes.toString()).body();
    int found = 0;
    for (String line : answers.lines().toList()) {
      JsonNode answer = JSON.readTree(line);
      assertThat(answer.path("decision").asText()).as("%s: %s", when, line).isEqualTo("match");
      assertThat(answer.get("candidates").get(0).get("subject").asText())
          .as(when)
          .isEqualTo(answer.get("id").asText());
      found++;
    }
    assertThat(found).as(when).isEqualTo(acknowledged.size());
  }
}
