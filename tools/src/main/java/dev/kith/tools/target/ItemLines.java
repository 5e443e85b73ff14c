package dev.kith.tools.target;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A source's items as the NDJSON that the server imports, made while they are read.
final class ItemLines extends InputStream {
  private static final byte[] SUBJECT = "{\"subject\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] IMAGE = "\",\"image\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] EMBEDDING = "\",\"embedding\":[".getBytes(StandardCharsets.UTF_8);

  private final Source source;
  private final ImportLog log;
  private final List<String> origins = new ArrayList<>();
  private byte[] line = new byte[0];
  private int at;

  ItemLines(Source source, ImportLog log) {
    this.source = source;
    this.log = log;
  }

  /// Where the line of this number (from 1) came from.
  String origin(long number) {
    return number >= 1 && number <= origins.size()
        ? origins.get((int) number - 1)
        : "line " + number;
  }

  long count() {
    return origins.size();
  }

  private boolean advance() {
    while (at == line.length) {
      if (!source.hasNext()) {
        return false;
      }
      take(source.next());
    }
    return true;
  }

  private void take(SourceItem item) {
    switch (item) {
      case SourceItem.Refused(String origin, String code, String reason) ->
          log.note(new ImportLog.Refusal(origin, code, reason));
      case SourceItem.Line it -> begin(item, it.json(), new byte[0]);
      case SourceItem.Sample it ->
          begin(
              item, head(it.subject(), IMAGE), tail(Base64.getEncoder().encode(it.image()), "\"}"));
      case SourceItem.Row it ->
          begin(item, head(it.subject(), EMBEDDING), tail(numbers(it.values()), "]}"));
    }
  }

  private void begin(SourceItem item, byte[] head, byte[] tail) {
    origins.add(item.origin());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length + tail.length + 1);
    bytes.writeBytes(head);
    bytes.writeBytes(tail);
    bytes.write('\n');
    line = bytes.toByteArray();
    at = 0;
  }

  private static byte[] head(String subject, byte[] key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(SUBJECT);
    bytes.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(subject));
    bytes.writeBytes(key);
    return bytes.toByteArray();
  }

  private static byte[] tail(byte[] content, String end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 2);
    bytes.writeBytes(content);
    bytes.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /// What isn't a number in JSON is left for the server to refuse.
  private static byte[] numbers(float[] values) {
    StringBuilder text = new StringBuilder(12 * values.length);
    for (float value : values) {
      text.append(text.isEmpty() ? "" : ",");
      if (Float.isFinite(value)) {
        text.append(value);
      } else {
        text.append('"').append(value).append('"');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int read() {
    return advance() ? line[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (!advance()) {
      return -1;
    }
    int n = Math.min(length, line.length - at);
    System.arraycopy(line, at, target, offset, n);
    at += n;
    return n;
  }
}
