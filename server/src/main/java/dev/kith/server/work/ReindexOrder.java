package dev.kith.server.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.gallery.CorruptionException;
import java.time.Duration;

/// What a reindex job was asked for, as its row keeps it.
record ReindexOrder(
    int generation,
    boolean automatic,
    double margin,
    double share,
    long rollbackSeconds,
    boolean leaveUnsampled,
    double bridgeKeep) {
  private static final JsonMapper JSON = new JsonMapper();

  static ReindexOrder of(int generation, ReindexWish wish) {
    return new ReindexOrder(
        generation,
        wish.automatic(),
        wish.margin(),
        wish.share(),
        wish.rollback().toSeconds(),
        wish.leaveUnsampled(),
        wish.bridgeKeep());
  }

  static ReindexOrder parse(String text) {
    try {
      return JSON.readValue(text, ReindexOrder.class);
    } catch (JsonProcessingException e) {
      throw new CorruptionException("a reindex job's request can't be read: " + text, e);
    }
  }

  Duration rollback() {
    return Duration.ofSeconds(rollbackSeconds);
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers has no JSON", e);
    }
  }
}
