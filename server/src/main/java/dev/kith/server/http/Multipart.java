package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a multipart/form-data body (RFC 7578) that is in memory, without copying its parts.
final class Multipart {
  private static final int MOST_PARTS = 256;
  private static final int LONGEST_HEAD = 4096;
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = parameter("name");
  private static final Pattern FILE = parameter("filename");

  private final Buffer body;
  private final byte[] delimiter;
  private int at;

  private Multipart(Buffer body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// @param file the name the client gave the file; empty where the part is a plain field
  record Part(String name, Optional<String> file, Buffer content) {}

  private static Pattern parameter(String name) {
    return Pattern.compile(
        "[;\\s]" + name + "=\"((?:[^\"\\\\]|\\\\.){0,1000})\"", Pattern.CASE_INSENSITIVE);
  }

  /// @throws GalleryException.Invalid `invalid-multipart`
  static List<Part> parts(String contentType, Buffer body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw invalid("got a multipart body without a boundary");
    }
    String value = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    return new Multipart(body, value).parts();
  }

  private List<Part> parts() {
    int opening = delimiter.length - 2;
    if (body.length() < opening || !startsWith(0, 2, opening)) {
      at = next(0) + delimiter.length;
    } else {
      at = opening;
    }
    List<Part> parts = new ArrayList<>();
    while (!closing()) {
      if (parts.size() == MOST_PARTS) {
        throw invalid("got more than %d parts".formatted(MOST_PARTS));
      }
      parts.add(part());
    }
    return parts;
  }

  /// Whether the delimiter just passed was the last one; else passes the end of its line.
  private boolean closing() {
    if (at + 2 > body.length()) {
      throw invalid("got a body that ends at a boundary");
    }
    String end = body.getString(at, at + 2, "ISO-8859-1");
    if (!end.equals("--") && !end.equals("\r\n")) {
      throw invalid("got something else than the end of the line behind a boundary");
    }
    at += 2;
    return end.equals("--");
  }

  private Part part() {
    int headEnd = headEnd();
    String head = body.getString(at, headEnd, "UTF-8");
    String disposition =
        head.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
            .findFirst()
            .orElseThrow(() -> invalid("got a part without a Content-Disposition"));
    Matcher name = NAME.matcher(disposition);
    if (!name.find()) {
      throw invalid("got a part without a name");
    }
    Matcher file = FILE.matcher(disposition);
    int start = Math.min(headEnd + 4, body.length());
    int end = next(start - 2);
    Buffer content = body.slice(Math.min(start, end), end);
    at = end + delimiter.length;
    return new Part(
        name.group(1), file.find() ? Optional.of(file.group(1)) : Optional.empty(), content);
  }

  private int headEnd() {
    int limit = Math.min(body.length() - 4, at + LONGEST_HEAD);
    for (int i = at; i <= limit; i++) {
      if (body.getByte(i) == '\r'
          && body.getByte(i + 1) == '\n'
          && body.getByte(i + 2) == '\r'
          && body.getByte(i + 3) == '\n') {
        return i;
      }
    }
    throw invalid("got a part whose head does not end within %d bytes".formatted(LONGEST_HEAD));
  }

  private int next(int from) {
    for (int i = Math.max(0, from); i <= body.length() - delimiter.length; i++) {
      if (body.getByte(i) == '\r' && startsWith(i, 0, delimiter.length)) {
        return i;
      }
    }
    throw invalid("got a multipart body without its closing boundary");
  }

  private boolean startsWith(int position, int from, int to) {
    for (int i = from; i < to; i++) {
      if (body.getByte(position + i - from) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private static GalleryException.Invalid invalid(String message) {
    return new GalleryException.Invalid("invalid-multipart", message);
  }
}
