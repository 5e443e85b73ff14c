package dev.kith.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/// Keeps pages of other sites from acting through a visitor's browser: those may post forms to any
/// address the browser can reach, this one included.
final class Origin {
  private Origin() {}

  /// @throws HttpRefusal `cross-site` when a page of another site wants to change something
  static void check(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    HttpMethod method = request.method();
    if (origin == null || method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      return;
    }
    String host = request.getHeader("Host");
    if (host == null || !(origin.equals("http://" + host) || origin.equals("https://" + host))) {
      throw HttpRefusal.malformed(
          403, "cross-site", "got a request of another site's page, expected one of this server's");
    }
  }
}
