package dev.kith.tools.target;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.terminal.ProgressBar;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps count of an import, moves its progress bar, and writes every refusal to the report.
/// Thread-safe.
public final class ImportLog implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SHOWN = 5;

  private final Path report;
  private final ProgressBar bar;
  private final List<Refusal> first = new ArrayList<>();
  private @Nullable BufferedWriter writer;
  private long done;
  private long refused;

  /// One line of the report.
  ///
  /// @param origin the file, line or row at fault
  public record Refusal(String origin, String code, String reason) {}

  /// @param report comes into being with the first refusal; an older one of the name goes
  public ImportLog(Path report, ProgressBar bar) throws IOException {
    this.report = report;
    this.bar = bar;
    Files.deleteIfExists(report);
  }

  /// One more item is durable.
  public synchronized void enrolled() {
    done++;
    bar.step(1);
  }

  /// One more item is refused.
  public synchronized void refused(Refusal refusal) {
    done++;
    note(refusal);
    bar.remark(refused + " refused");
    bar.step(1);
  }

  /// The server's word on how far it is.
  public synchronized void at(long done, long total) {
    this.done = done;
    bar.at(done, total);
  }

  /// A refusal among those that [#at] has counted.
  public synchronized void note(Refusal refusal) {
    refused++;
    if (first.size() < SHOWN) {
      first.add(refusal);
    }
    try {
      if (writer == null) {
        writer = Files.newBufferedWriter(report);
      }
      writer.write(JSON.writeValueAsString(refusal));
      writer.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized long done() {
    return done;
  }

  public synchronized long refused() {
    return refused;
  }

  /// The first few, to show.
  public synchronized List<Refusal> first() {
    return List.copyOf(first);
  }

  public Path report() {
    return report;
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
