package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.encoder.Encoder;
import dev.kith.encoder.onnx.OnnxEncoders;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.server.work.Enrolment;
import dev.kith.server.work.GalleryWish;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import dev.kith.server.work.Presented;
import dev.kith.server.work.ReindexWish;
import dev.kith.server.work.Reindexing;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.target.TemporaryDirectory;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a reindex takes, beside what its encoder alone would.
@Command(
    name = "reindex",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Move a gallery of generated glyphs to another space, and time each stage.",
    description = {
      "",
      "Enrols glyphs with their samples in a fresh data directory, has as many threads as the job may use encode the same"
          + " samples and nothing else, then runs the job: its backfill's samples a second as a share of the encoder's own,"
          + " and the seconds of every stage. After it the index is rebuilt without encoding.",
      ""
    })
final class ReindexBenchCommand implements Callable<Integer> {
  private static final GalleryName NAME = new GalleryName("bench");
  private static final int SLICE = 16;
  private static final int SIZE = 64;
  private static final int EACH = 5;

  @Option(
      names = "--templates",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Glyphs enrolled, five a subject. Default: ${DEFAULT-VALUE}.")
  private int templates;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "Of the cores that may encode. Default: ${DEFAULT-VALUE}.")
  private double share;

  @Option(
      names = "--encoder",
      paramLabel = "FILE",
      description =
          "The encoder to move to, an ONNX file. Default: the bundled one under another name.")
  private @Nullable Path encoder;

  @Option(names = "--json", description = "Print one JSON document instead of sentences.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    KithOptions options =
        new KithOptions(
            cores, 64 * cores, Math.max(1, (int) Math.round(share * cores)), "cpu", 1 << 22);
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench");
        Kith kith = Kith.open(directory.path(), options)) {
      var _ = kith.encoders().put("next", model(), Optional.of(manifest()));
      Gallery gallery =
          kith.galleries()
              .put(NAME, GalleryWish.of(Optional.of(OnnxEncoders.BUNDLED), OptionalInt.empty()));
      List<byte[]> samples = enrol(kith, gallery);
      double alone = alone(kith.encoders().of(kith.encoders().space("next")), samples, options);
      Map<String, Double> moved = run(kith, Optional.of("next"));
      kith.reindexing().activate(gallery, 2);
      report(alone, moved, run(kith, Optional.empty()));
    }
    return 0;
  }

  private byte[] model() throws IOException {
    return encoder != null
        ? Files.readAllBytes(encoder)
        : OnnxEncoders.bundled()
            .orElseThrow(() -> new CommandFailure("this build has no bundled encoder"));
  }

  /// Another name makes another space.
  private static byte[] manifest() {
    return "{\"name\":\"next\"}".getBytes(StandardCharsets.UTF_8);
  }

  private List<byte[]> enrol(Kith kith, Gallery gallery) {
    Script script = new Script(2026);
    List<byte[]> samples = new ArrayList<>();
    ArrayDeque<CompletableFuture<?>> underWay = new ArrayDeque<>();
    for (int i = 0; i < templates; i++) {
      byte[] sample = script.draw(i / EACH, i % EACH, SIZE).png();
      samples.add(sample);
      underWay.add(
          kith.enrolments()
              .enrol(
                  gallery,
                  Enrolment.of(
                      new SubjectId("glyph-" + i / EACH),
                      Optional.of(new TemplateId(String.valueOf(i % EACH))),
                      new Presented.Image(sample))));
      if (underWay.size() == 4 * SLICE) {
        underWay.remove().join();
      }
    }
    underWay.forEach(CompletableFuture::join);
    return samples;
  }

  /// Samples a second of the encoder by itself, on as many threads as the job may use.
  private static double alone(Encoder encoder, List<byte[]> samples, KithOptions options)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < options.bulkShare(); i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int from = next.getAndAdd(SLICE);
                    from < samples.size();
                    from = next.getAndAdd(SLICE)) {
                  var _ =
                      encoder.encode(samples.subList(from, Math.min(samples.size(), from + SLICE)));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return samples.size() / ((System.nanoTime() - began) / 1e9);
  }

  /// Seconds by stage.
  private Map<String, Double> run(Kith kith, Optional<String> to) throws InterruptedException {
    ReindexWish usual = ReindexWish.to(to);
    Job job =
        kith.reindexing()
            .begin(
                NAME,
                new ReindexWish(
                    to,
                    false,
                    usual.margin(),
                    share,
                    Duration.ofDays(1),
                    usual.leaveUnsampled(),
                    usual.bridgeKeep()));
    Map<String, Long> entered = new LinkedHashMap<>();
    CountDownLatch over = new CountDownLatch(1);
    try (var _ =
        kith.jobs()
            .listen(
                job.id(),
                now -> {
                  entered.putIfAbsent(Reindexing.stage(now).orElseThrow(), System.nanoTime());
                  if (now.state().isOver() || now.state() == Job.State.PAUSED) {
                    over.countDown();
                  }
                })) {
      over.await();
    }
    Job ended = kith.jobs().get(job.id());
    if (ended.state() != Job.State.DONE) {
      throw new CommandFailure("the job is %s: %s".formatted(ended.state(), ended.failure()));
    }
    return seconds(entered);
  }

  private static Map<String, Double> seconds(Map<String, Long> entered) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    List<Map.Entry<String, Long>> stages = List.copyOf(entered.entrySet());
    for (int i = 1; i < stages.size(); i++) {
      Map.Entry<String, Long> stage = stages.get(i - 1);
      seconds.put(stage.getKey(), (stages.get(i).getValue() - stage.getValue()) / 1e9);
    }
    return seconds;
  }

  private void report(double alone, Map<String, Double> moved, Map<String, Double> rebuilt) {
    double backfill = templates / moved.getOrDefault("backfill", Double.NaN);
    if (!json) {
      System.out.printf(
          "backfill %,.0f samples a second, the encoder alone %,.0f: %.2f of it%n",
          backfill, alone, backfill / alone);
      System.out.println("stages of the move, seconds: " + moved);
      System.out.println("stages of the rebuild, seconds: " + rebuilt);
      return;
    }
    ObjectNode figures =
        JsonNodeFactory.instance
            .objectNode()
            .put("templates", templates)
            .put("share", share)
            .put("encoderSamplesPerSecond", alone)
            .put("backfillSamplesPerSecond", backfill)
            .put("ratio", backfill / alone);
    moved.forEach(figures.putObject("moveSeconds")::put);
    rebuilt.forEach(figures.putObject("rebuildSeconds")::put);
    System.out.println(figures);
  }
}
