package dev.kith.tools.source;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Vectors of one length in a file, read one after the other.
public interface Rows extends AutoCloseable {
  /// Opens a file of vectors by its name's end.
  ///
  /// @throws CommandFailure when it isn't what its name says, or is neither `.fvecs` nor `.npy`
  static Rows open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure("%s isn't there, expected a file of vectors".formatted(file));
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".fvecs")) {
      return new FvecsRows(file);
    }
    if (name.endsWith(".npy")) {
      return NpyRows.open(file);
    }
    throw new CommandFailure("got %s, expected a file .fvecs or .npy".formatted(file));
  }

  long count();

  int dimension();

  /// The next row, the caller's to keep.
  float[] next() throws IOException;

  @Override
  void close() throws IOException;
}
