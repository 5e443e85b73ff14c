package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.GalleryException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// An answer that says what was wrong (RFC 9457). Faults of ours say only under which request id
/// the log has more.
record Problem(int status, String code, String detail, Map<String, String> headers) {
  static final String TYPE = "application/problem+json";
  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  Problem {
    headers = Map.copyOf(headers);
    // what is quoted from a request may hold half a surrogate pair, which no UTF-8 can carry
    detail = new String(detail.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  static Problem of(Throwable failure) {
    return switch (cause(failure)) {
      case GalleryException refusal -> of(refusal);
      case HttpRefusal refusal ->
          new Problem(refusal.status(), refusal.code(), said(refusal), refusal.headers());
      case CorruptionException _ ->
          new Problem(500, "corrupted", "stored bytes are damaged; the log says which", Map.of());
      case Throwable _ ->
          new Problem(500, "internal", "the server failed; the log says how", Map.of());
    };
  }

  private static Problem of(GalleryException refusal) {
    return switch (refusal) {
      case GalleryException.Invalid e -> new Problem(400, e.code(), said(e), Map.of());
      case GalleryException.NotFound e -> new Problem(404, e.code(), said(e), Map.of());
      case GalleryException.Conflict e -> new Problem(409, e.code(), said(e), Map.of());
      case GalleryException.Unavailable e -> new Problem(503, e.code(), said(e), SOON);
    };
  }

  private static String said(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /// What really happened, out of what futures wrap it in.
  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapped && cause != null ? cause(cause) : failure;
  }

  /// Whether it is ours rather than the caller's.
  boolean fault() {
    return status == 500;
  }

  ObjectNode json(String request) {
    return Json.object()
        .put("type", "urn:kith:problem:" + code)
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("code", code)
        .put("detail", detail)
        .put("request", request);
  }
}
