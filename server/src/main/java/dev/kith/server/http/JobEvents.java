package dev.kith.server.http;

import dev.kith.gallery.Job;
import dev.kith.server.work.JobDesk;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job's progress as server-sent events, until the job is over, the client leaves or the server
/// closes. A slow client misses steps, never the last one.
final class JobEvents {
  private static final long BREATH_MILLIS = 15_000;

  private final Vertx vertx;
  private final JobDesk desk;
  private final Lifecycle lifecycle;

  JobEvents(Vertx vertx, JobDesk desk, Lifecycle lifecycle) {
    this.vertx = vertx;
    this.desk = desk;
    this.lifecycle = lifecycle;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of("jobEvents", new Endpoint.Streamed(this::serve));
  }

  private void serve(Exchange exchange, Call call) {
    exchange.request().resume();
    String id = call.parameters().required("job");
    Listener listener = new Listener(exchange);
    vertx
        .executeBlocking(() -> desk.listen(id, listener::hear), false)
        .onSuccess(listener::keep)
        .onFailure(exchange::fail);
  }

  /// One client of one job; everything but [#hear] on its event loop.
  private final class Listener {
    private final Exchange exchange;
    private JobDesk.@Nullable Listening listening;
    private @Nullable Job waiting;
    private boolean begun;
    private boolean ended;

    Listener(Exchange exchange) {
      this.exchange = exchange;
    }

    void hear(Job job) {
      exchange.onLoop(() -> step(job));
    }

    void keep(JobDesk.Listening handle) {
      if (ended) {
        handle.close();
        return;
      }
      listening = handle;
      exchange.afterwards(this::close);
      long breath = vertx.setPeriodic(BREATH_MILLIS, _ -> exchange.response().write(": \n\n"));
      exchange.afterwards(() -> vertx.cancelTimer(breath));
      lifecycle.endWithServer(exchange, () -> exchange.onLoop(this::end));
    }

    private void step(Job job) {
      if (ended || (!begun && !begin())) {
        return;
      }
      HttpServerResponse response = exchange.response();
      if (response.writeQueueFull() && !job.state().isOver()) {
        waiting = job;
        response.drainHandler(_ -> catchUp());
        return;
      }
      waiting = null;
      String json = new String(Json.bytes(JobJson.job(job)), StandardCharsets.UTF_8);
      response.write("event: job\ndata: " + json + "\n\n");
      if (job.state().isOver()) {
        end();
      }
    }

    private void catchUp() {
      Job missed = waiting;
      if (missed != null) {
        step(missed);
      }
    }

    private boolean begin() {
      begun = exchange.begin();
      if (begun) {
        exchange
            .response()
            .setChunked(true)
            .putHeader("Content-Type", "text/event-stream")
            .putHeader("Cache-Control", "no-store");
      }
      return begun;
    }

    private void end() {
      if (!ended) {
        ended = true;
        if (!begun) {
          begin();
        }
        close();
        exchange.end();
      }
    }

    private void close() {
      ended = true;
      if (listening != null) {
        listening.close();
      }
    }
  }
}
