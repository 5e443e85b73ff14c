package dev.kith.tools.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// Follows a job to its end.
final class Following {
  private static final Duration LOOK = Duration.ofMillis(200);

  private Following() {}

  /// Where a job's document comes from.
  @FunctionalInterface
  interface Look {
    JsonNode job() throws IOException;
  }

  /// Told of every look.
  @FunctionalInterface
  interface Seen {
    void seen(JsonNode job);
  }

  /// @return the job once it is over, or waits to be resumed
  static JsonNode toTheEnd(Look look, Seen seen) throws IOException {
    JsonNode job = look.job();
    while (isUnderWay(job)) {
      seen.seen(job);
      pause();
      job = look.job();
    }
    return job;
  }

  private static boolean isUnderWay(JsonNode job) {
    String state = job.path("state").asText();
    return state.equals("queued") || state.equals("running");
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the job runs on");
    }
  }
}
