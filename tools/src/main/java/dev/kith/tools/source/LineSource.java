package dev.kith.tools.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.OptionalInt;

/// The lines of an NDJSON file. Blank ones are passed over; one that is too long to be an item is
/// refused without being kept.
final class LineSource implements Source {
  private static final int LONGEST = 64 << 20;

  private final InputStream in;
  private final long total;
  private long number;
  private boolean more;
  private int ahead;

  LineSource(Path file) throws IOException {
    total = count(file);
    in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    skipBlank();
  }

  /// Lines that hold something.
  private static long count(Path file) throws IOException {
    long lines = 0;
    boolean blank = true;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            lines += blank ? 0 : 1;
            blank = true;
          } else if (!isBlank(buffer[i])) {
            blank = false;
          }
        }
      }
    }
    return blank ? lines : lines + 1;
  }

  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private void skipBlank() throws IOException {
    number++;
    ahead = in.read();
    while (isBlank(ahead) || ahead == '\n') {
      number += ahead == '\n' ? 1 : 0;
      ahead = in.read();
    }
    more = ahead >= 0;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public OptionalInt dimension() {
    return OptionalInt.empty();
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public SourceItem next() {
    if (!more) {
      throw new NoSuchElementException("the file has no more lines");
    }
    try {
      String origin = "line " + number;
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      long length = 0;
      for (int b = ahead; b >= 0 && b != '\n'; b = in.read()) {
        if (length++ < LONGEST) {
          line.write(b);
        }
      }
      skipBlank();
      return length > LONGEST
          ? new SourceItem.Refused(
              origin,
              "line-too-long",
              "has %d bytes, expected at most %d".formatted(length, LONGEST))
          : new SourceItem.Line(origin, line.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
