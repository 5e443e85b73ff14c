package dev.kith.server.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reading what a request brings.
final class Body {
  private Body() {}

  /// The media type in lower case without parameters; empty when there is none.
  static String mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /// @throws HttpRefusal `unsupported-media-type` unless the document lists it
  static void checkType(HttpServerRequest request, List<String> expected) {
    String coding = request.getHeader("Content-Encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw HttpRefusal.malformed(
          415, "unsupported-content-encoding", "got an encoded body, expected it as it is");
    }
    String type = mediaType(request.getHeader("Content-Type"));
    if (expected.stream().noneMatch(each -> matches(each, type))) {
      throw HttpRefusal.unsupportedMediaType(type, expected);
    }
  }

  private static boolean matches(String expected, String type) {
    return expected.endsWith("/*")
        ? type.startsWith(expected.substring(0, expected.length() - 1))
        : type.equals(expected);
  }

  /// What the head says the body is long; -1 when it doesn't say.
  static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw HttpRefusal.malformed(
          400, "invalid-content-length", "got a Content-Length that is not a number");
    }
  }

  /// Refuses a body that announces more than `limit` bytes, and tells a waiting client to go on.
  static void admit(HttpServerRequest request, long limit) {
    if (announced(request) > limit) {
      throw HttpRefusal.tooLarge(limit);
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  /// Reads a body of up to `limit` bytes; the memory is the exchange's until it is over.
  static Future<Buffer> whole(Exchange exchange, long limit, HeldBytes held) {
    HttpServerRequest request = exchange.request();
    admit(request, limit);
    Promise<Buffer> promise = Promise.promise();
    Buffer body = Buffer.buffer(Math.clamp(announced(request), 0, 1 << 16));
    request.handler(part -> {
      try {
        if (body.length() + part.length() > limit) {
          throw HttpRefusal.tooLarge(limit);
        }
        held.take(part.length());
        exchange.afterwards(() -> held.give(part.length()));
        body.appendBuffer(part);
      } catch (RuntimeException e) {
        request.handler(_ -> {});
        promise.tryFail(e);
      }
    });
    request.endHandler(_ -> promise.tryComplete(body));
    request.exceptionHandler(_ -> promise.tryFail(HttpRefusal.cutShort()));
    request.resume();
    return promise.future();
  }
}
