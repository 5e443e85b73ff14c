package dev.kith.server.work;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads lines as bytes and knows where it stands. A line over the limit is passed over and comes
/// back empty-handed.
final class LineReader {
  private final InputStream in;
  private final int longest;
  private long offset;

  /// @param offset how many bytes of the input lie before this stream
  LineReader(InputStream in, long offset, int longest) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.offset = offset;
    this.longest = longest;
  }

  /// A line without its end; `bytes` is empty where the line was too long to keep.
  record Line(Optional<byte[]> bytes) {}

  /// The next line, or empty at the end.
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean any = false;
    boolean tooLong = false;
    for (int b = in.read(); b >= 0; b = in.read()) {
      any = true;
      offset++;
      if (b == '\n') {
        break;
      }
      if (line.size() < longest) {
        line.write(b);
      } else {
        tooLong = true;
      }
    }
    if (!any) {
      return Optional.empty();
    }
    return Optional.of(new Line(tooLong ? Optional.empty() : Optional.of(line.toByteArray())));
  }

  long offset() {
    return offset;
  }
}
