package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import dev.kith.server.work.WorkPool;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.MDC;

/// Leads every request through its one hop out and one hop back: the event loop parses and checks,
/// the pool works, the event loop writes.
final class Dispatcher {
  /// Answered also while the server is shutting down.
  private static final Set<String> ALWAYS = Set.of("livez", "readyz", "metrics");

  private final Vertx vertx;
  private final RouteTable routes;
  private final WorkPool pool;
  private final HeldBytes held;
  private final Metrics metrics;
  private final Lifecycle lifecycle;

  Dispatcher(
      Vertx vertx,
      RouteTable routes,
      WorkPool pool,
      HeldBytes held,
      Metrics metrics,
      Lifecycle lifecycle) {
    this.vertx = vertx;
    this.routes = routes;
    this.pool = pool;
    this.held = held;
    this.metrics = metrics;
    this.lifecycle = lifecycle;
  }

  /// Serves one request; on an event loop.
  void accept(HttpServerRequest request) {
    Exchange exchange = new Exchange(request);
    request.pause();
    lifecycle.begin(exchange);
    exchange.afterwards(() -> metrics.answered(exchange));
    exchange.afterwards(() -> AccessLog.answered(exchange));
    try {
      serve(exchange);
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  private void serve(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    Origin.check(request);
    RouteTable.Destination to = routes.find(request.method().name(), request.path());
    exchange.operation(to.operation().id());
    if (lifecycle.draining() && !ALWAYS.contains(to.operation().id())) {
      throw new GalleryException.Unavailable(
          "shutting-down", "the server is shutting down, expected requests to go elsewhere");
    }
    Parameters parameters = Parameters.of(to.operation(), to.pathParameters(), request.query());
    if (!to.operation().mediaTypes().isEmpty()) {
      Body.checkType(request, to.operation().mediaTypes());
    }
    switch (to.endpoint()) {
      case Endpoint.Streamed(Endpoint.Stream stream) ->
          stream.serve(exchange, call(exchange, parameters, Buffer.buffer()));
      case Endpoint.Whole whole when to.operation().mediaTypes().isEmpty() -> {
        exchange.request().resume();
        run(exchange, whole.plan().plan(call(exchange, parameters, Buffer.buffer())));
      }
      case Endpoint.Whole(long limit, Endpoint.Plan plan) ->
          Body.whole(exchange, limit, held)
              .onSuccess(body -> planned(exchange, plan, call(exchange, parameters, body)))
              .onFailure(exchange::fail);
    }
  }

  private static Call call(Exchange exchange, Parameters parameters, Buffer body) {
    String type = exchange.request().getHeader("Content-Type");
    return new Call(
        exchange.id(),
        parameters,
        Body.mediaType(type),
        type == null ? "" : type,
        body,
        exchange.began());
  }

  private void planned(Exchange exchange, Endpoint.Plan plan, Call call) {
    metrics.stage(exchange.operation(), "receive", exchange.began());
    try {
      run(exchange, plan.plan(call));
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  private void run(Exchange exchange, Task task) {
    switch (task) {
      case Task.Now(Reply reply) -> exchange.reply(reply);
      case Task.Work(Callable<Reply> work) -> conclude(exchange, queued(exchange, work));
      case Task.Begin(Callable<CompletableFuture<Reply>> work) -> {
        CompletableFuture<Reply> done =
            queued(exchange, () -> new Begun(work.call()))
                .thenCompose(begun -> committed(exchange, begun.later()));
        conclude(exchange, done);
      }
      case Task.Look(Callable<Reply> look) ->
          vertx.executeBlocking(look, false).onSuccess(exchange::reply).onFailure(exchange::fail);
    }
  }

  private record Begun(CompletableFuture<Reply> later) {}

  private <T> CompletableFuture<T> queued(Exchange exchange, Callable<T> work) {
    long queued = System.nanoTime();
    return pool.interactive(() -> {
      long started = metrics.stage(exchange.operation(), "wait", queued);
      if (exchange.gone()) {
        throw HttpRefusal.cutShort();
      }
      try (MDC.MDCCloseable _ = MDC.putCloseable("request", exchange.id())) {
        return work.call();
      } finally {
        metrics.stage(exchange.operation(), "work", started);
      }
    });
  }

  private CompletableFuture<Reply> committed(Exchange exchange, CompletableFuture<Reply> later) {
    long begun = System.nanoTime();
    return later.whenComplete((_, _) -> metrics.stage(exchange.operation(), "commit", begun));
  }

  private static void conclude(Exchange exchange, CompletableFuture<Reply> result) {
    CompletableFuture<Reply> _ =
        result.whenComplete((reply, failure) ->
            exchange.onLoop(() -> {
              if (failure != null) {
                exchange.fail(failure);
              } else {
                exchange.reply(reply);
              }
            }));
  }
}
