package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process while it writes.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryCrashTest {
  private static final int ROUNDS = Boolean.getBoolean("kith.stress") ? 50 : 5;
  @TempDir private Path directory;

  @Test
  void whatWasAcknowledgedSurvivesAKillAndNothingIsHalf() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    Set<Long> acknowledged = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      long first = 1_000_000L * round;
      Path told = directory.resolve("told-" + round);
      Process process = start(List.of(), first, 8, 1_000_000, told);
      int lines = 1 + random.nextInt(300);
      while (acknowledgements(told).size() < lines && process.isAlive()) {
        Thread.sleep(1);
      }
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      acknowledged.addAll(acknowledgements(told));
      check(acknowledged, "seed %d round %d".formatted(seed, round));
    }
  }

  /// Units whose acknowledgement was printed whole.
  private static Set<Long> acknowledgements(Path told) throws IOException {
    Set<Long> units = new HashSet<>();
    String text = Files.readString(told);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      if (!line.isEmpty()) {
        assertThat(line).startsWith("acknowledged ");
        units.add(Long.parseLong(line.substring("acknowledged ".length())));
      }
    }
    return units;
  }

  private Process start(List<String> before, long first, int threads, long units, Path told)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(CrashingWriter.class.getName());
    command.add(directory.toString());
    command.add(Long.toString(first));
    command.add(Integer.toString(threads));
    command.add(Long.toString(units));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(told.toFile())
        .start();
  }

  private void check(Set<Long> acknowledged, String when) {
    try (Registry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = registry.gallery(Rows.STAFF).orElseThrow();
      Map<Long, Integer> found = new HashMap<>();
      OptionalLong after = OptionalLong.of(0);
      while (after.isPresent()) {
        Registry.Page page =
            registry.templates(gallery, gallery.space(), after.getAsLong(), 10_000);
        assertThat(page.damaged()).as(when).isEmpty();
        for (Template template : page.templates()) {
          found.merge(Long.parseLong(template.subject().value().substring(1)), 1, Integer::sum);
        }
        after = page.last();
      }
      assertThat(found.keySet()).as(when).containsAll(acknowledged);
      assertThat(found.values()).as(when + ": none half, none twice").containsOnly(3);
    }
  }

  /// kill -9 leaves the page cache, so it can't show that the log was synced; a trace of system
  /// calls can.
  @Test
  void theLogIsSyncedBetweenEachWriteAndItsAcknowledgement() throws Exception {
    assumeTrue(stracesHere(), "strace doesn't run here");
    Path trace = directory.resolve("trace");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-y",
            "-s",
            "64",
            "-e",
            "trace=write,pwrite64,fdatasync,fsync",
            "-o",
            trace.toString());
    Path told = directory.resolve("told");
    Process process = start(strace, 0, 1, 12, told);
    while (acknowledgements(told).size() < 12 && process.isAlive()) {
      Thread.sleep(10);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.waitFor(10, TimeUnit.SECONDS);
    boolean written = false;
    boolean unsynced = false;
    int acknowledgements = 0;
    for (String line : Files.readAllLines(trace)) {
      if (line.contains("pwrite64(") && line.contains("registry.db-wal")) {
        written = true;
        unsynced = true;
      } else if (line.matches(".*(fdatasync|fsync)\\(.*registry\\.db-wal.*")) {
        unsynced = false;
      } else if (line.contains("write(1<") && line.contains("acknowledged")) {
        assertThat(written).as(line + ": something was written").isTrue();
        assertThat(unsynced).as(line + ": the log was synced").isFalse();
        written = false;
        acknowledgements++;
      }
    }
    assertThat(acknowledgements).isGreaterThanOrEqualTo(5);
  }

  private static boolean stracesHere() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("strace", "-f", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
