package dev.kith.tools.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.source.Source;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// Sends a source as one import and follows the server's job to its end. The job is the server's:
/// it goes on when this process dies, and sending the same again changes nothing.
final class ServerImport {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final JsonMapper JSON = new JsonMapper();

  private final KithClient client;
  private final String path;
  private final ItemLines lines;
  private final ImportLog log;

  ServerImport(KithClient client, String path, Source source, ImportLog log) {
    this.client = client;
    this.path = path;
    this.lines = new ItemLines(source, log);
    this.log = log;
  }

  void run() throws IOException {
    JsonNode job = client.post(path, "application/x-ndjson", () -> lines);
    String id = job.path("id").asText();
    long refusedHere = log.refused();
    while (!isOver(job)) {
      log.at(refusedHere + job.path("done").asLong(), refusedHere + lines.count());
      pause();
      job = client.get(KithClient.path("v1", "jobs", id));
    }
    if (job.path("refusedCount").asLong() > 0) {
      readReport(job.path("report").asText());
    }
    String state = job.path("state").asText();
    if (!state.equals("done")) {
      throw new CommandFailure(
          "the server's job %s is %s%s, expected it done"
              .formatted(
                  id, state, job.hasNonNull("failure") ? ": " + job.path("failure").asText() : ""));
    }
    log.at(refusedHere + lines.count(), refusedHere + lines.count());
  }

  private static boolean isOver(JsonNode job) {
    return switch (job.path("state").asText()) {
      case "queued", "running", "paused" -> false;
      default -> true;
    };
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the server's job runs on");
    }
  }

  private void readReport(String report) throws IOException {
    try (var refusals = JSON.readerFor(JsonNode.class).<JsonNode>readValues(client.bytes(report))) {
      while (refusals.hasNext()) {
        JsonNode refusal = refusals.next();
        log.note(
            new ImportLog.Refusal(
                lines.origin(refusal.path("line").asLong()),
                refusal.path("code").asText(),
                refusal.path("reason").asText()));
      }
    }
  }
}
