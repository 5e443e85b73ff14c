package dev.kith.server.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines. Blank lines are passed over; of a line that is too long
/// nothing is kept but that it was there.
final class LineSplitter {
  private final int longest;
  private final Consumer<Line> out;
  private ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private boolean blank = true;

  /// A line without its end; whole, or too long and empty.
  record Line(Buffer bytes, boolean tooLong) {}

  LineSplitter(int longest, Consumer<Line> out) {
    this.longest = longest;
    this.out = out;
  }

  void feed(Buffer part) {
    int start = 0;
    for (int i = 0; i < part.length(); i++) {
      byte b = part.getByte(i);
      if (b == '\n') {
        append(part, start, i);
        end();
        start = i + 1;
      } else if (b != ' ' && b != '\t' && b != '\r') {
        blank = false;
      }
    }
    append(part, start, part.length());
  }

  private void append(Buffer part, int from, int to) {
    if (tooLong || line.size() + (to - from) > longest) {
      tooLong = true;
      line = new ByteArrayOutputStream();
    } else {
      line.writeBytes(part.getBytes(from, to));
    }
  }

  /// The stream is over: the last line may lack its end.
  void end() {
    if (tooLong || !blank) {
      out.accept(new Line(Buffer.buffer(line.toByteArray()), tooLong));
    }
    line = new ByteArrayOutputStream();
    tooLong = false;
    blank = true;
  }
}
