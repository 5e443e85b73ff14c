package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.server.work.Kith;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// For those who run Kith: probes, metrics, the document, the status page.
final class OperationsRoutes {
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

  private final Kith kith;
  private final Metrics metrics;
  private final Lifecycle lifecycle;
  private final Reply document;
  private final Reply page;

  OperationsRoutes(Kith kith, OpenApi document, Metrics metrics, Lifecycle lifecycle) {
    this.kith = kith;
    this.metrics = metrics;
    this.lifecycle = lifecycle;
    this.document =
        new Reply.Whole(200, "application/json", Buffer.buffer(document.bytes()), Map.of());
    this.page =
        new Reply.Whole(
            200,
            "text/html; charset=utf-8",
            resource("/web/index.html"),
            Map.of("Content-Security-Policy", PAGE_POLICY, "Cache-Control", "no-cache"));
  }

  private static Buffer resource(String name) {
    try (InputStream in = OperationsRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not packaged");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "statusPage", Endpoint.bare(_ -> new Task.Now(page)),
        "openapi", Endpoint.bare(_ -> new Task.Now(document)),
        "livez", Endpoint.bare(_ -> new Task.Now(Reply.ok(Json.object().put("live", true)))),
        "readyz", Endpoint.bare(_ -> new Task.Look(this::readiness)),
        "metrics",
            Endpoint.bare(_ ->
                new Task.Look(() ->
                    Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape()))));
  }

  /// Ready means: a request that comes now can be served in full.
  private Reply readiness() {
    List<String> reasons = new ArrayList<>();
    if (lifecycle.draining()) {
      reasons.add("the server is shutting down");
    }
    kith.stopped().ifPresent(why -> reasons.add("writes are stopped: " + why));
    kith.rebuilding().forEach(name -> reasons.add("gallery " + name + " is rebuilding"));
    ObjectNode json = Json.object().put("ready", reasons.isEmpty());
    reasons.forEach(json.putArray("reasons")::add);
    return Reply.json(reasons.isEmpty() ? 200 : 503, json);
  }
}
