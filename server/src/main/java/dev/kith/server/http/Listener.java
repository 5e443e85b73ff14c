package dev.kith.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One event loop's share of the connections.
final class Listener extends VerticleBase {
  private static final int LONGEST_LINE = 16 << 10;
  private static final int LONGEST_HEAD = 32 << 10;
  private static final int IDLE_MINUTES = 5;

  private final ServerOptions options;
  private final AtomicInteger bound;
  private final HttpServer server;

  /// @param bound takes the port
  Listener(Vertx vertx, ServerOptions options, Dispatcher dispatcher, AtomicInteger bound) {
    this.options = options;
    this.bound = bound;
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxInitialLineLength(LONGEST_LINE)
                    .setMaxHeaderSize(LONGEST_HEAD)
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setIdleTimeout(IDLE_MINUTES)
                    .setIdleTimeoutUnit(TimeUnit.MINUTES))
            .requestHandler(dispatcher::accept)
            .invalidRequestHandler(Listener::refuse);
  }

  @Override
  public Future<?> start() {
    // a negative port is a free one that all instances share
    int port = options.port() == 0 ? -1 : options.port();
    return server.listen(port, options.host()).onSuccess(http -> bound.set(http.actualPort()));
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(options.drain().toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What isn't HTTP as far as its head goes.
  private static void refuse(HttpServerRequest request) {
    Exchange exchange = new Exchange(request);
    exchange.afterwards(() -> request.connection().close());
    exchange.fail(
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException _ ->
              HttpRefusal.malformed(
                  414,
                  "uri-too-long",
                  "got a longer request line, expected at most %d bytes".formatted(LONGEST_LINE));
          case TooLongHttpHeaderException _ ->
              HttpRefusal.malformed(
                  431,
                  "headers-too-large",
                  "got larger headers, expected at most %d bytes".formatted(LONGEST_HEAD));
          case null, default ->
              HttpRefusal.malformed(
                  400, "invalid-request", "got something that is not an HTTP request");
        });
  }
}
