package dev.kith.tools.source;

import dev.kith.tools.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;

/// A file of vectors, and one with the subject of each on a line of its own.
final class RowSource implements Source {
  private final Rows rows;
  private final BufferedReader subjects;
  private final Path ids;
  private long read;

  RowSource(Path vectors, Rows rows, Optional<Path> given) throws IOException {
    this.rows = rows;
    try {
      this.ids = given.isPresent() ? given.get() : beside(vectors);
      long named = lines(ids);
      if (named != rows.count()) {
        throw new CommandFailure(
            "%s has %,d ids for the %,d vectors of %s, expected one for each"
                .formatted(ids, named, rows.count(), vectors));
      }
      this.subjects = Files.newBufferedReader(ids);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private static long lines(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    } catch (UncheckedIOException e) {
      throw new CommandFailure("%s can't be read as UTF-8 text".formatted(file));
    }
  }

  private static Path beside(Path vectors) {
    String name = String.valueOf(vectors.getFileName());
    String stem = name.substring(0, name.lastIndexOf('.'));
    for (String candidate : new String[] {stem + ".ids", stem + ".txt"}) {
      Path file = vectors.resolveSibling(candidate);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new CommandFailure(
        "found no ids for %s, expected --ids FILE, or %s.ids beside it: one subject a line"
            .formatted(vectors, stem));
  }

  @Override
  public long total() {
    return rows.count();
  }

  @Override
  public OptionalInt dimension() {
    return OptionalInt.of(rows.dimension());
  }

  @Override
  public boolean hasNext() {
    return read < rows.count();
  }

  @Override
  public SourceItem next() {
    try {
      String subject = subjects.readLine();
      if (subject == null || !hasNext()) {
        throw new NoSuchElementException("the file has no more rows");
      }
      read++;
      return new SourceItem.Row("row " + read, subject, rows.next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    subjects.close();
    rows.close();
  }
}
