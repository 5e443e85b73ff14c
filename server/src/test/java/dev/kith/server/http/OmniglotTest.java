package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Handwritten characters through an import and a batch, with the encoder that Kith ships; skipped
/// where the shared data isn't there. Half of the characters are known by 5 drawings each, the
/// others are strangers; other drawers probe with both.
class OmniglotTest {
  private static final Path ZIP =
      Path.of(System.getProperty("kith.shared", "none"), "data/omniglot/images_background.zip");
  private static final String NDJSON = "application/x-ndjson";
  private static final boolean ALL = Boolean.getBoolean("kith.stress");
  private static final int CHARACTERS = ALL ? 200 : 100;
  private static final int LAST_DRAWER = ALL ? 20 : 15;
  private static final long SEED = 20261126;

  @TempDir Path directory;

  @Test
  void charactersImportedAreFoundInABatchAndStrangersMostlyAreNot() throws Exception {
    assumeTrue(Files.exists(ZIP), "no shared data at " + ZIP);
    KithOptions options = new KithOptions(2, 64, 2, "cpu", 1_000_000);
    try (Kith kith = Kith.open(directory, options);
        HttpServer server = HttpServer.start(kith, ServerOptions.on("127.0.0.1", 0));
        ZipFile zip = new ZipFile(ZIP.toFile())) {
      assumeTrue(kith.encoders().list().containsKey("glyph"), "no bundled encoder in this build");
      Client client = new Client(server.port());
      client.put("/v1/galleries/omniglot", "{\"encoder\":\"glyph\"}").expect(200);
      List<String> characters = characters(zip);
      enrol(client, zip, characters.subList(0, CHARACTERS / 2));
      List<JsonNode> answers = probe(client, zip, characters);
      int half = answers.size() / 2;
      long first = answers.subList(0, half).stream().filter(OmniglotTest::rankOne).count();
      double auroc = auroc(answers.subList(0, half), answers.subList(half, answers.size()));
      System.out.printf(
          "omniglot, seed %d: %d of %d first, AUROC of the best score %.3f%n",
          SEED, first, half, auroc);
      assertThat(first).as("rank 1").isGreaterThan(half * 8L / 10);
      assertThat(auroc).isGreaterThan(0.8);
    }
  }

  private static List<String> characters(ZipFile zip) {
    Map<String, Integer> drawings = new TreeMap<>();
    zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".png"))
        .forEach(name -> drawings.merge(name.substring(0, name.length() - 6), 1, Integer::sum));
    List<String> all = new ArrayList<>(drawings.keySet());
    Collections.shuffle(all, new Random(SEED));
    return all.subList(0, CHARACTERS);
  }

  private static String image(ZipFile zip, String character, int drawer) throws IOException {
    ZipEntry entry = zip.getEntry("%s%02d.png".formatted(character, drawer));
    try (var in = zip.getInputStream(entry)) {
      return Base64.getEncoder().encodeToString(in.readAllBytes());
    }
  }

  private static void enrol(Client client, ZipFile zip, List<String> known) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String character : known) {
      for (int drawer = 1; drawer <= 5; drawer++) {
        lines
            .append("{\"subject\":\"%s\",\"template\":\"%02d\",".formatted(character, drawer))
            .append("\"image\":\"%s\"}%n".formatted(image(zip, character, drawer)));
      }
    }
    byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
    JsonNode job =
        client.send("POST", "/v1/galleries/omniglot/import", NDJSON, body).expect(202).json();
    String events = client.get("/v1/jobs/" + job.get("id").asText() + "/events").expect(200).text();
    assertThat(events)
        .contains(
            "\"state\":\"done\",\"done\":%1$d,\"total\":%1$d,\"refusedCount\":0"
                .formatted(5 * known.size()));
  }

  private static List<JsonNode> probe(Client client, ZipFile zip, List<String> characters)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String character : characters) {
      for (int drawer = 11; drawer <= LAST_DRAWER; drawer++) {
        lines.append(
            "{\"id\":\"%s\",\"image\":\"%s\"}%n"
                .formatted(character, image(zip, character, drawer)));
      }
    }
    byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
    String text =
        client
            .send("POST", "/v1/galleries/omniglot/identify/batch?limit=1", NDJSON, body)
            .expect(200)
            .text();
    List<JsonNode> answers =
        text.lines().map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8))).toList();
    assertThat(answers).hasSize((LAST_DRAWER - 10) * CHARACTERS);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).path("id").asText())
          .isEqualTo(characters.get(i / (LAST_DRAWER - 10)));
    }
    return answers;
  }

  private static boolean rankOne(JsonNode answer) {
    return answer.at("/candidates/0/subject").asText().equals(answer.get("id").asText());
  }

  /// How often a known character's best score is above a stranger's.
  private static double auroc(List<JsonNode> known, List<JsonNode> strangers) {
    double above = 0;
    for (JsonNode one : known) {
      for (JsonNode other : strangers) {
        above += Math.signum(one.get("score").asDouble() - other.get("score").asDouble()) + 1;
      }
    }
    return above / 2 / known.size() / strangers.size();
  }
}
