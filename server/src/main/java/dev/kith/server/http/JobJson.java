package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Job;
import dev.kith.server.work.Reindexing;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;

/// Jobs as JSON.
public final class JobJson {
  private JobJson() {}

  public static ObjectNode job(Job job) {
    ObjectNode json =
        Json.object()
            .put("id", job.id())
            .put("kind", job.kind())
            .put("gallery", job.gallery().value())
            .put("state", job.state().name().toLowerCase(Locale.ROOT))
            .put("done", job.done())
            .put("total", job.total())
            .put("refusedCount", job.refused());
    var refused = json.putArray("refused");
    job.refusals()
        .forEach(each ->
            refused
                .addObject()
                .put("line", each.line())
                .put("code", each.code())
                .put("reason", each.reason()));
    json.put("report", "/v1/jobs/" + job.id() + "/report");
    Reindexing.stage(job).ifPresent(stage -> json.put("stage", stage));
    if (!job.failure().isEmpty()) {
      json.put("failure", job.failure());
    }
    return json.put("createdAt", job.createdAt().toString());
  }

  /// The answer to whoever asked for a job.
  static Reply accepted(Job job) {
    return new Reply.Whole(
        202,
        "application/json",
        Buffer.buffer(Json.bytes(job(job))),
        Map.of("Location", "/v1/jobs/" + job.id()));
  }
}
