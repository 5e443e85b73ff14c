package dev.kith.server.http;

import dev.kith.server.work.Kith;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Kith over HTTP: see `/openapi.json`. Listens from [#start] until [#close]; the [Kith] it serves
/// stays its opener's. Thread-safe.
public final class HttpServer implements AutoCloseable {
  private final Vertx vertx;
  private final Metrics metrics;
  private final Lifecycle lifecycle;
  private final ServerOptions options;
  private final int port;
  private final String deployment;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpServer(Kith kith, ServerOptions options) {
    this.options = options;
    lifecycle = new Lifecycle();
    HeldBytes held = new HeldBytes(options.limits().heldBytes());
    metrics = new Metrics(kith, lifecycle, held);
    vertx = vertx(options);
    try {
      Dispatcher dispatcher =
          new Dispatcher(vertx, routes(kith, held), kith.pool(), held, metrics, lifecycle);
      AtomicInteger bound = new AtomicInteger();
      deployment =
          await(
              vertx.deployVerticle(
                  () -> new Listener(vertx, options, dispatcher, bound),
                  new DeploymentOptions().setInstances(options.eventLoops())));
      port = bound.get();
    } catch (RuntimeException e) {
      vertx.close();
      metrics.close();
      throw e;
    }
  }

  /// Starts to listen.
  ///
  /// @throws IllegalStateException when the address can't be listened on
  public static HttpServer start(Kith kith, ServerOptions options) {
    return new HttpServer(kith, options);
  }

  private static Vertx vertx(ServerOptions options) {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(options.eventLoops())
            .setWorkerPoolSize(8)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  private RouteTable routes(Kith kith, HeldBytes held) {
    OpenApi document = OpenApi.load();
    Limits limits = options.limits();
    Map<String, Endpoint> endpoints = new HashMap<>();
    endpoints.putAll(new GalleryRoutes(kith, document).endpoints());
    endpoints.putAll(new SubjectRoutes(kith, limits).endpoints());
    endpoints.putAll(new RecognitionRoutes(kith, limits, metrics).endpoints());
    endpoints.putAll(new BatchRoute(vertx, kith, limits, held, metrics).endpoints());
    endpoints.putAll(new EncoderRoutes(kith, limits).endpoints());
    endpoints.putAll(new ImportRoute(vertx, kith, limits).endpoints());
    endpoints.putAll(new CalibrationRoutes(kith).endpoints());
    endpoints.putAll(new SuspectRoutes(kith, document).endpoints());
    endpoints.putAll(new StrangerRoutes(kith, limits).endpoints());
    endpoints.putAll(new ReindexRoutes(kith, document).endpoints());
    endpoints.putAll(new JobRoutes(kith).endpoints());
    endpoints.putAll(new JobEvents(vertx, kith.jobs(), lifecycle).endpoints());
    endpoints.putAll(new OperationsRoutes(kith, document, metrics, lifecycle).endpoints());
    return new RouteTable(document, endpoints);
  }

  /// The port it listens on.
  public int port() {
    return port;
  }

  /// Takes no new connections, lets requests under way finish (up to [ServerOptions#drain]), and
  /// stops. What was acknowledged is durable long since.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    lifecycle.drain();
    await(vertx.undeploy(deployment));
    await(vertx.close());
    metrics.close();
  }

  private <T> T await(Future<T> future) {
    long seconds = options.drain().toSeconds() + 30;
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server starts or stops", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the server can't listen on %s:%d".formatted(options.host(), options.port()), e);
    }
  }
}
