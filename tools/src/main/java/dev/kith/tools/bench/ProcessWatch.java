package dev.kith.tools.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What a process takes, where the system tells.
record ProcessWatch(OptionalLong pid) {
  /// Processor time of all its threads since it began; empty when nobody knows.
  Optional<Duration> cpu() {
    return pid.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(pid.getAsLong()).flatMap(each -> each.info().totalCpuDuration());
  }

  /// Bytes of memory (resident set); empty when nobody knows.
  OptionalLong bytes() {
    if (pid.isEmpty()) {
      return OptionalLong.empty();
    }
    Path status = Path.of("/proc", Long.toString(pid.getAsLong()), "status");
    try {
      return Files.exists(status) ? ofProc(status) : ofPs(pid.getAsLong());
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong ofProc(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> kibibytes(line.substring("VmRSS:".length())))
        .findFirst();
  }

  private static OptionalLong ofPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return said.isBlank() ? OptionalLong.empty() : OptionalLong.of(kibibytes(said));
  }

  private static long kibibytes(String text) {
    return 1024 * Long.parseLong(text.replace("kB", "").strip());
  }
}
