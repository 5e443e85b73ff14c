package dev.kith.server.work;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kith.gallery.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The folder `spool/`: each import's lines as they came, and the report of what was refused.
final class Spool {
  private static final String REFUSED_LINE = "{\"line\":";

  private final Path directory;

  Spool(Path directory) {
    this.directory = directory;
  }

  Path lines(String job) {
    return directory.resolve(job + ".ndjson");
  }

  private Path report(String job) {
    return directory.resolve(job + ".report.ndjson");
  }

  /// Takes a whole file over; durable on return.
  void adopt(String job, Path file) throws IOException {
    Durable.sync(file);
    Durable.move(file, lines(job));
  }

  /// A name for a body that is still coming in.
  Path incoming() {
    try {
      return Files.createTempFile(directory, "incoming-", ".part");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bodies that never came in whole are of no use after a restart.
  void sweep() throws IOException {
    try (var parts = Files.newDirectoryStream(directory, "*.part")) {
      for (Path part : parts) {
        Files.delete(part);
      }
    }
  }

  /// Cuts the report to what the cursor vouches for: a crash may have left lines behind it.
  void cutReport(String job, long bytes) throws IOException {
    try (var channel =
        Files.newByteChannel(report(job), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  /// @return the report's length afterwards
  long append(String job, List<Job.Refusal> refused) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Job.Refusal each : refused) {
      lines
          .append(REFUSED_LINE)
          .append(each.line())
          .append(",\"code\":\"")
          .append(each.code())
          .append("\",\"reason\":")
          .append(quoted(each.reason()))
          .append("}\n");
    }
    Path file = report(job);
    // as bytes: what a reason quotes of its line may hold half a surrogate pair
    Files.write(
        file,
        lines.toString().getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return Files.size(file);
  }

  /// Adds one line of JSON.
  ///
  /// @return the report's length afterwards
  long append(String job, String line) throws IOException {
    Path file = report(job);
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return Files.size(file);
  }

  /// The numbers of the lines that were refused so far.
  Set<Long> refusedLines(String job) throws IOException {
    Set<Long> lines = new HashSet<>();
    Path file = report(job);
    if (Files.exists(file)) {
      for (String each : Files.readAllLines(file)) {
        if (each.startsWith(REFUSED_LINE)) {
          lines.add(Long.valueOf(each.substring(REFUSED_LINE.length(), each.indexOf(','))));
        }
      }
    }
    return lines;
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  /// Every refused line of a job as NDJSON; empty when there is no report.
  Optional<Path> reportOf(String job) {
    Path file = report(job);
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  void deleteLines(String job) throws IOException {
    Files.deleteIfExists(lines(job));
  }

  void deleteReport(String job) throws IOException {
    Files.deleteIfExists(report(job));
  }
}
