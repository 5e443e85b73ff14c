package dev.kith.gallery;

import java.time.Instant;
import java.util.List;

/// Long work that survives a restart: its state as last saved.
///
/// @param kind `import`, `erase`, `reindex`, `calibrate`
/// @param request what was asked for, in the kind's own words; empty where the kind says it all
/// @param cursor where the work stands, in the kind's own words; empty at the start
/// @param total 0 while unknown
/// @param refused how many items were refused in all
/// @param refusals the first 100 of them
/// @param failure why it failed; empty otherwise
public record Job(
    String id,
    String kind,
    GalleryName gallery,
    String request,
    State state,
    String cursor,
    long done,
    long total,
    long refused,
    List<Refusal> refusals,
    String failure,
    Instant createdAt) {
  public static final int LISTED_REFUSALS = 100;

  public Job {
    refusals = List.copyOf(refusals);
  }

  public enum State {
    QUEUED,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELLED;

    /// Whether nothing more comes of it.
    public boolean isOver() {
      return switch (this) {
        case DONE, FAILED, CANCELLED -> true;
        case QUEUED, RUNNING, PAUSED -> false;
      };
    }
  }

  /// One item that was refused: its line (from 1), a stable code, and a sentence.
  public record Refusal(long line, String code, String reason) {}
}
