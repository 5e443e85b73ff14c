package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Registry;
import dev.kith.gallery.registry.SqliteRegistry;
import dev.kith.tools.bench.ann.Quiet;
import dev.kith.tools.bench.ann.Yardstick;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.source.Source;
import dev.kith.tools.target.ImportLog;
import dev.kith.tools.target.ServerTarget;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Identifies with embeddings over HTTP, then searches the same index without the server.
///
/// The server is started anew once its index has settled: what it opens then is what this process
/// opens afterwards, the same segments.
final class EmbeddingLoad {
  private static final GalleryName NAME = new GalleryName("bench");
  private static final String GALLERY = KithClient.path("v1", "galleries", NAME.value());

  /// Ten subjects are looked for, as recall is promised for ten.
  private static final int LIMIT = 10;

  private static final Duration SETTLES = Duration.ofHours(1);

  private final Yardstick vectors;
  private final LoadRun.Plan plan;
  private final Path data;
  private final Path refused;

  /// @param directory an empty one
  EmbeddingLoad(Yardstick vectors, LoadRun.Plan plan, Path directory) {
    this.vectors = vectors;
    this.plan = plan;
    data = directory.resolve("data");
    refused = directory.resolve("refused.ndjson");
  }

  EmbeddingReport run() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(data);
        KithClient kith = new KithClient(server.address())) {
      fill(server, kith);
      int _ = settled(server, kith);
    }
    Served served = serve();
    return new EmbeddingReport(
        vectors.vectors(),
        vectors.dimension(),
        plan,
        served.outcome(),
        served.beam(),
        served.beamAtEnd(),
        served.recall(),
        search(served.beam()));
  }

  private void fill(ServerProcess server, KithClient kith) throws IOException {
    // whoever is given a threshold waits for no calibration
    ObjectNode wish =
        JsonNodeFactory.instance
            .objectNode()
            .put("dimension", vectors.dimension())
            .put("threshold", 0.5);
    JsonNode _ = kith.put(GALLERY, wish);
    try (Source source = vectors.source();
        ServerTarget target = new ServerTarget(server.address());
        ProgressBar bar = new ProgressBar("import", source.total());
        ImportLog log = new ImportLog(refused, bar)) {
      target.enrol(NAME, source, log);
      if (log.refused() > 0) {
        throw new CommandFailure(
            "the server refused %,d of %,d embeddings, expected none: %s"
                .formatted(log.refused(), vectors.vectors(), log.first().getFirst()));
      }
    }
  }

  /// Waits until nothing is at work behind.
  ///
  /// @return subjects that searches keep in sight; 0 where they scan
  private static int settled(ServerProcess server, KithClient kith) throws IOException {
    rest(server);
    // asking for the recall starts what measures it
    JsonNode _ = kith.get(GALLERY);
    rest(server);
    return beam(kith);
  }

  private static void rest(ServerProcess server) throws IOException {
    ProcessWatch watch = watch(server);
    Quiet.await(() -> cpu(watch).toNanos(), SETTLES);
  }

  private static ProcessWatch watch(ServerProcess server) {
    return new ProcessWatch(OptionalLong.of(server.pid()));
  }

  private static Duration cpu(ProcessWatch watch) {
    return watch
        .cpu()
        .orElseThrow(
            () -> new CommandFailure("this system doesn't tell a process's processor time"));
  }

  private static int beam(KithClient kith) throws IOException {
    JsonNode recall = kith.get(GALLERY).path("recallEstimate");
    if (!recall.hasNonNull("beam")) {
      throw new CommandFailure("the server has not measured its recall, expected it by now");
    }
    return recall.path("beam").asInt();
  }

  private record Served(LoadRun.Outcome outcome, int beam, int beamAtEnd, double recall) {}

  private Served serve() throws IOException, InterruptedException {
    List<byte[]> probes =
        IntStream.range(0, vectors.queries()).mapToObj(i -> probe(vectors.query(i))).toList();
    String path = GALLERY + "/identify?limit=" + LIMIT;
    try (ServerProcess server = ServerProcess.start(data);
        KithClient kith = new KithClient(server.address());
        ProgressBar bar =
            new ProgressBar("identify", plan.warmUp().plus(plan.measured()).toSeconds())) {
      int beam = settled(server, kith);
      double recall = vectors.recall(query -> scores(kith, path, query));
      LoadRun.Outcome outcome =
          new LoadRun(
                  plan, stream -> new EmbeddingClient(kith, path, probes, stream), watch(server))
              .run(bar);
      return new Served(answered(outcome), beam, beam(kith), recall);
    }
  }

  private static LoadRun.Outcome answered(LoadRun.Outcome outcome) {
    if (outcome.identified().count() == 0) {
      throw new CommandFailure(
          "nobody was answered, expected answers: %s".formatted(outcome.failures()));
    }
    return outcome;
  }

  private static byte[] probe(float[] query) {
    ObjectNode probe = JsonNodeFactory.instance.objectNode();
    ArrayNode numbers = probe.putArray("embedding");
    for (float each : query) {
      numbers.add(each);
    }
    return probe.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static float[] scores(KithClient kith, String path, float[] query) throws IOException {
    JsonNode candidates = kith.post(path, "application/json", probe(query)).path("candidates");
    float[] scores = new float[candidates.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = candidates.get(i).path("score").floatValue();
    }
    return scores;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private Yardstick.InProcess search(int beam) throws IOException {
    GalleryEntry entry;
    try (Registry registry = SqliteRegistry.open(data)) {
      entry = registry.gallery(NAME).orElseThrow();
    }
    return vectors.search(
        data.resolve("generations").resolve(entry.id() + "-" + entry.generation()),
        entry.generation(),
        entry.space(),
        // as a server widens it for so many subjects
        Math.max(beam, 2 * LIMIT),
        seconds(plan.warmUp()),
        seconds(plan.measured()));
  }
}
