package dev.kith.gallery.lucene;

import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Space;
import java.nio.file.Path;
import java.util.Map;

/// What a commit says of itself: the format's version, whose generation it is, and the last change
/// it holds.
record CommitNote(int number, Space space, long sequence) {
  private static final String VERSION = "1";

  Map<String, String> written() {
    return Map.of(
        "kith.format", VERSION,
        "kith.generation", Integer.toString(number),
        "kith.space", space.id(),
        "kith.dimension", Integer.toString(space.dimension()),
        "kith.sequence", Long.toString(sequence));
  }

  /// @throws CorruptionException when the note isn't one of ours, or not of this generation
  static CommitNote read(Path directory, Map<String, String> written, int number, Space space) {
    String version = written.get("kith.format");
    if (!VERSION.equals(version)) {
      throw new CorruptionException(
          "%s holds generation format %s, expected %s".formatted(directory, version, VERSION));
    }
    long sequence = Long.parseLong(written.getOrDefault("kith.sequence", "-1"));
    CommitNote note = new CommitNote(number, space, sequence);
    if (sequence < 0 || !note.written().equals(written)) {
      throw new CorruptionException(
          "%s holds %s, expected generation %d of %s".formatted(directory, written, number, space));
    }
    return note;
  }
}
