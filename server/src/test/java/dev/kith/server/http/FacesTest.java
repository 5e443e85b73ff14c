package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real faces through HTTP, from the upload of the encoder to the decision; skipped where the
/// shared data isn't there. 20 people are known by 5 photographs each, the other 20 are strangers;
/// 12,000 more subjects are random vectors, so that the index has a graph to walk.
class FacesTest {
  private static final Path DATA = Path.of(System.getProperty("kith.shared", "none"), "data");
  private static final Path MODEL = DATA.resolve("onnx/mobilefacenet.onnx");
  private static final Path FACES = DATA.resolve("faces/orl.zip");
  private static final KithOptions OPTIONS = new KithOptions(2, 64, 1, "cpu", 1_000_000);
  private static final int KNOWN = 20;
  private static final int FILLERS = 12_000;

  @TempDir Path directory;

  @Test
  void knownPeopleAreFoundAndExactAndGraphSearchAgree() throws Exception {
    assumeTrue(Files.exists(MODEL) && Files.exists(FACES), "no shared data at " + DATA);
    try (ZipFile faces = new ZipFile(FACES.toFile())) {
      serving(client -> enrolAll(client, faces));
      rebuildAtNextStart();
      Tally tally = new Tally();
      serving(client -> probeAll(client, faces, tally));
      System.out.println(tally);
      assertThat(tally.mated).isEqualTo(100);
      assertThat(tally.first).as("rank 1 of 100 mated probes").isGreaterThanOrEqualTo(95);
      assertThat(tally.strangersMatched).as("of 100 strangers").isLessThanOrEqualTo(20);
    }
  }

  /// What is done to a server while it runs.
  @FunctionalInterface
  private interface Step {
    void run(Client client) throws IOException, InterruptedException;
  }

  private void serving(Step step) throws IOException, InterruptedException {
    try (Kith kith = Kith.open(directory, OPTIONS);
        HttpServer server = HttpServer.start(kith, ServerOptions.on("127.0.0.1", 0))) {
      Client client = new Client(server.port());
      while (client.get("/readyz").status() != 200) {
        Thread.sleep(50);
      }
      step.run(client);
    }
  }

  /// A rebuild puts everything into one segment, large enough for a graph.
  private void rebuildAtNextStart() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("generations"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void enrolAll(Client client, ZipFile faces) throws IOException {
    String space = upload(client);
    client.put("/v1/galleries/orl", "{\"encoder\":\"faces\",\"threshold\":0.65}").expect(200);
    fill(client, space);
    for (int person = 1; person <= KNOWN; person++) {
      enrol(client, faces, person);
    }
  }

  private static void probeAll(Client client, ZipFile faces, Tally tally) throws IOException {
    for (int person = 1; person <= 2 * KNOWN; person++) {
      for (int photograph = 6; photograph <= 10; photograph++) {
        probe(client, face(faces, person, photograph), person, tally);
      }
      same(client, face(faces, person, 6));
    }
  }

  private static final class Tally {
    int mated;
    int first;
    int matched;
    int strangersMatched;

    @Override
    public String toString() {
      return "faces: %d of %d first, %d matched; %d of 100 strangers matched"
          .formatted(first, mated, matched, strangersMatched);
    }
  }

  private static String upload(Client client) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(
        form, "manifest", FacesTest.class.getResourceAsStream("mobilefacenet.json").readAllBytes());
    part(form, "model", Files.readAllBytes(MODEL));
    form.writeBytes("--kith--\r\n".getBytes(StandardCharsets.US_ASCII));
    return client
        .send("PUT", "/v1/encoders/faces", "multipart/form-data; boundary=kith", form.toByteArray())
        .expect(200)
        .json()
        .get("space")
        .asText();
  }

  private static void part(ByteArrayOutputStream form, String name, byte[] content) {
    String head =
        "--kith\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
            .formatted(name, name);
    form.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(content);
    form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void fill(Client client, String space) {
    Random random = new Random(7);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < FILLERS; i++) {
      lines.append("{\"subject\":\"nobody-").append(i).append("\",\"space\":\"").append(space);
      lines.append("\",\"embedding\":[").append(random.nextGaussian());
      for (int d = 1; d < 128; d++) {
        lines.append(',').append((float) random.nextGaussian());
      }
      lines.append("]}\n");
    }
    JsonNode job =
        client
            .send(
                "POST",
                "/v1/galleries/orl/import",
                "application/x-ndjson",
                lines.toString().getBytes(StandardCharsets.US_ASCII))
            .expect(202)
            .json();
    String events = client.get("/v1/jobs/" + job.get("id").asText() + "/events").expect(200).text();
    assertThat(events)
        .contains("\"state\":\"done\",\"done\":12000,\"total\":12000,\"refusedCount\":0");
  }

  private static void enrol(Client client, ZipFile faces, int person) throws IOException {
    for (int photograph = 1; photograph <= 5; photograph++) {
      client
          .send(
              "POST",
              "/v1/galleries/orl/subjects/s" + person + "/templates",
              "image/x-portable-graymap",
              face(faces, person, photograph))
          .expect(201);
    }
  }

  private static byte[] face(ZipFile faces, int person, int photograph) throws IOException {
    ZipEntry entry = faces.getEntry("faces_orl/s%d/%d.pgm".formatted(person, photograph));
    try (var in = faces.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static void probe(Client client, byte[] face, int person, Tally tally) {
    String identify = "/v1/galleries/orl/identify?limit=5";
    JsonNode encoded =
        client.send("POST", "/v1/encoders/faces/encode", "image/x-portable-graymap", face).json();
    JsonNode found = client.post(identify, encoded.toString()).expect(200).json();
    JsonNode exact = client.post(identify + "&exact=true", encoded.toString()).expect(200).json();
    agree(found, exact);
    boolean matched = found.get("decision").asText().equals("match");
    if (person <= KNOWN) {
      tally.mated++;
      tally.matched += matched ? 1 : 0;
      tally.first += found.at("/candidates/0/subject").asText().equals("s" + person) ? 1 : 0;
    } else {
      tally.strangersMatched += matched ? 1 : 0;
    }
  }

  /// A photograph and its own embedding are answered alike.
  private static void same(Client client, byte[] face) {
    String identify = "/v1/galleries/orl/identify?limit=5";
    JsonNode byImage =
        client.send("POST", identify, "application/octet-stream", face).expect(200).json();
    JsonNode encoded =
        client.send("POST", "/v1/encoders/faces/encode", "application/octet-stream", face).json();
    agree(byImage, client.post(identify, encoded.toString()).expect(200).json());
  }

  private static void agree(JsonNode found, JsonNode exact) {
    assertThat(found.get("decision")).isEqualTo(exact.get("decision"));
    assertThat(found.get("candidates")).hasSize(5);
    for (int i = 0; i < 5; i++) {
      JsonNode one = found.get("candidates").get(i);
      JsonNode other = exact.get("candidates").get(i);
      assertThat(Math.abs(one.get("score").asDouble() - other.get("score").asDouble()))
          .as("candidate %d: %s, exact %s", i, one, other)
          .isLessThanOrEqualTo(1e-6);
    }
  }
}
