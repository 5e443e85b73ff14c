package dev.kith.server.http;

import java.util.Map;

/// What is wrong with a request as HTTP goes: the wrong route, method, media type or size. What is
/// wrong with its meaning is a [dev.kith.gallery.GalleryException].
final class HttpRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers;

  private HttpRefusal(int status, String code, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  static HttpRefusal noSuchRoute(String path) {
    return new HttpRefusal(
        404,
        "no-such-route",
        "got the path %s, which leads nowhere".formatted(shown(path)),
        Map.of());
  }

  static HttpRefusal methodNotAllowed(String method, String allowed) {
    return new HttpRefusal(
        405,
        "method-not-allowed",
        "got %s, expected one of %s".formatted(shown(method), allowed),
        Map.of("Allow", allowed));
  }

  static HttpRefusal unsupportedMediaType(String got, Iterable<String> expected) {
    return new HttpRefusal(
        415,
        "unsupported-media-type",
        "got a body of %s, expected %s"
            .formatted(got.isEmpty() ? "no type" : shown(got), String.join(" or ", expected)),
        Map.of());
  }

  static HttpRefusal tooLarge(long limit) {
    return new HttpRefusal(
        413,
        "body-too-large",
        "got a larger body, expected at most %d bytes".formatted(limit),
        Map.of());
  }

  static HttpRefusal malformed(int status, String code, String message) {
    return new HttpRefusal(status, code, message, Map.of());
  }

  static HttpRefusal cutShort() {
    return malformed(
        400, "body-cut-short", "the body did not come in whole, or not as HTTP has it");
  }

  private static String shown(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }
}
