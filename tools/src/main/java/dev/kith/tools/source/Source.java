package dev.kith.tools.source;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// The items of an import, in an order that is the same every time. Read once, by one thread;
/// [#next] throws [java.io.UncheckedIOException] when the source as a whole can't be read on.
public interface Source extends Iterator<SourceItem>, AutoCloseable {
  /// How many items there are; 0 while nobody knows.
  long total();

  /// How many numbers each vector has; empty where the source isn't one of vectors.
  OptionalInt dimension();

  @Override
  void close() throws IOException;

  /// Opens what the path holds, by what it is and how it is called.
  ///
  /// @param ids one subject id a line for files of vectors; beside the vectors as `NAME.ids` or
  ///   `NAME.txt` when not given
  static Source open(Path path, Optional<Path> ids) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (Files.isDirectory(path)) {
      return FolderSource.of(path);
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String kind = name.substring(name.lastIndexOf('.') + 1);
    return switch (kind) {
      case "zip" -> FolderSource.ofZip(path);
      case "ndjson", "jsonl" -> new LineSource(path);
      case "fvecs", "npy" -> new RowSource(path, Rows.open(path), ids);
      default ->
          throw new CommandFailure(
              "got %s, expected a folder SUBJECT/*.png|jpg|..., such a folder in a .zip, .ndjson, .fvecs or .npy"
                  .formatted(path));
    };
  }
}
