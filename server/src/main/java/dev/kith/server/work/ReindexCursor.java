package dev.kith.server.work;

import java.util.Locale;

/// Where a reindex job stands.
///
/// @param after number of the last row that is done
/// @param reported length of the report that belongs to it
record ReindexCursor(Stage stage, long after, long reported) {
  /// What is done next.
  enum Stage {
    PLAN,
    BACKFILL,
    BRIDGE,
    INDEX,
    CALIBRATE,
    JUDGE,
    CUT_OVER,
    OVER;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static ReindexCursor parse(String text) {
    if (text.isEmpty()) {
      return new ReindexCursor(Stage.PLAN, 0, 0);
    }
    String[] parts = text.split(":", 3);
    return new ReindexCursor(
        Stage.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_')),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]));
  }

  ReindexCursor reported(long length) {
    return new ReindexCursor(stage, after, length);
  }

  @Override
  public String toString() {
    return stage.word() + ":" + after + ":" + reported;
  }
}
