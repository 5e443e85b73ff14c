package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Space;
import dev.kith.gallery.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process at random moments of a reindex.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReindexCrashTest {
  private static final int KILLS = Boolean.getBoolean("kith.stress") ? 50 : 5;
  private static final int PEOPLE = 400;

  @TempDir private Path directory;

  @Test
  void aKilledReindexGoesOnAndEndsLikeAnUnbrokenOne() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    int kills = 0;
    for (int gallery = 0; kills < KILLS; gallery++) {
      GalleryName name = new GalleryName("staff" + gallery);
      Path home = directory.resolve(name.value());
      Map<String, Embedding> unbroken = fill(home, name);
      String when = "seed %d gallery %d".formatted(seed, gallery);
      boolean over = false;
      while (!over) {
        Path told = home.resolve("told");
        Process process = start(home, name, told);
        long moment = 50L + random.nextInt(900);
        while (!Files.readString(told).contains("opened") && process.isAlive()) {
          Thread.sleep(1);
        }
        over = process.waitFor(kills < KILLS ? moment : 120_000, TimeUnit.MILLISECONDS);
        if (!over) {
          process.destroyForcibly().waitFor();
          kills++;
        }
      }
      check(home, name, unbroken, when);
    }
  }

  /// @return what the new generation must hold
  private Map<String, Embedding> fill(Path home, GalleryName name) throws IOException {
    Files.createDirectories(home);
    try (Kith kith = TestKith.open(home, KithOptions.defaults()).kith()) {
      var encoder =
          kith.encoders()
              .put("better", "better".getBytes(StandardCharsets.UTF_8), Optional.empty());
      Gallery gallery =
          kith.galleries().put(name, GalleryWish.of(Optional.of("letters"), OptionalInt.empty()));
      Map<String, Embedding> unbroken = new TreeMap<>();
      List<CompletableFuture<?>> enrolled = new ArrayList<>();
      for (int i = 0; i < 2 * PEOPLE; i++) {
        String sample = "sample word%d take %d".formatted(i / 2, i);
        byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
        Item item = Item.of("p" + i / 2, new Presented.Image(bytes));
        enrolled.add(
            kith.enrolments()
                .enrol(gallery, Enrolment.of(item))
                .thenAccept(done ->
                    unbroken.put(
                        item.subject().orElseThrow() + "/" + done.getFirst().template(),
                        embedding(encoder.encode(bytes)))));
        enrolled.getLast().join();
      }
      return unbroken;
    }
  }

  private static Embedding embedding(dev.kith.encoder.Encoding encoding) {
    return ((dev.kith.encoder.Encoding.Encoded) encoding).embedding();
  }

  private static Process start(Path home, GalleryName name, Path told) throws IOException {
    Files.writeString(told, "");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:TieredStopAtLevel=1",
            ReindexingProcess.class.getName(),
            home.toString(),
            name.value(),
            "better");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder
        .redirectError(home.resolve("errors").toFile())
        .redirectOutput(told.toFile())
        .start();
  }

  private static void check(
      Path home, GalleryName name, Map<String, Embedding> unbroken, String when) {
    try (Kith kith = TestKith.open(home, KithOptions.defaults()).kith()) {
      Job job =
          kith.jobs().list(Optional.empty(), 100).stream()
              .filter(each -> each.kind().equals(ReindexJob.KIND))
              .findFirst()
              .orElseThrow();
      assertThat(job.state()).as(when + " " + job.failure()).isEqualTo(Job.State.DONE);
      Gallery gallery = kith.galleries().get(name);
      Gallery.InCharge now = gallery.inCharge();
      // a kill between the generation's row and the job's leaves a number unused
      assertThat(now.entry().generation()).as(when).isEqualTo(gallery.lineage().getLast().number());
      assertThat(now.entry().settings().encoder()).as(when).contains("better");
      assertThat(now.generation().templates()).as(when).isEqualTo(2L * PEOPLE);
      Space space = now.entry().space();
      Map<String, Embedding> rows = new TreeMap<>();
      for (Template row : kith.registry().templates(now.entry(), space, 0, 10_000).templates()) {
        rows.put(row.subject() + "/" + row.id(), row.embedding());
      }
      assertThat(rows).as(when).isEqualTo(unbroken);
    }
  }
}
