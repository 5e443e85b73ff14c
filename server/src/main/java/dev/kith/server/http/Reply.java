package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Map;

/// What goes back to the client.
sealed interface Reply {
  record Whole(int status, String type, Buffer body, Map<String, String> headers) implements Reply {
    public Whole {
      headers = Map.copyOf(headers);
    }
  }

  /// A file, streamed.
  record File(String type, Path path) implements Reply {}

  static Reply ok(JsonNode json) {
    return json(200, json);
  }

  static Reply json(int status, JsonNode json) {
    return new Whole(status, "application/json", Buffer.buffer(Json.bytes(json)), Map.of());
  }

  static Reply text(String type, String text) {
    return new Whole(200, type, Buffer.buffer(text), Map.of());
  }

  static Reply gone() {
    return new Whole(204, "", Buffer.buffer(), Map.of());
  }

  static Reply problem(Problem problem, String request) {
    return new Whole(
        problem.status(),
        Problem.TYPE,
        Buffer.buffer(Json.bytes(problem.json(request))),
        problem.headers());
  }
}
