package dev.kith.server.http;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.server.work.Kith;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Imports, of subjects and of a cohort: the body goes to a file as it comes in, never into memory;
/// the answer follows once the file and the job are durable.
final class ImportRoute {
  private static final Logger LOG = LoggerFactory.getLogger(ImportRoute.class);

  private final Vertx vertx;
  private final Kith kith;
  private final Limits limits;

  /// Makes a job of a stored body.
  @FunctionalInterface
  private interface Adoption {
    Job adopt(GalleryName gallery, Path body, long lines);
  }

  ImportRoute(Vertx vertx, Kith kith, Limits limits) {
    this.vertx = vertx;
    this.kith = kith;
    this.limits = limits;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "importItems",
        new Endpoint.Streamed((exchange, call) -> serve(exchange, call, kith::importLines)),
        "importCohort",
        new Endpoint.Streamed((exchange, call) -> serve(exchange, call, kith::importCohort)));
  }

  private void serve(Exchange exchange, Call call, Adoption adoption) {
    GalleryName name = call.gallery();
    Gallery _ = kith.galleries().get(name);
    Body.admit(exchange.request(), limits.importBytes());
    vertx
        .executeBlocking(kith::incoming, false)
        .onSuccess(path -> receive(exchange, name, path, adoption))
        .onFailure(exchange::fail);
  }

  private void receive(Exchange exchange, GalleryName name, Path path, Adoption adoption) {
    vertx
        .fileSystem()
        .open(path.toString(), new OpenOptions().setWrite(true).setCreate(true))
        .compose(file -> new Receiving(exchange, file, limits.importBytes()).done())
        .compose(lines -> vertx.executeBlocking(() -> adoption.adopt(name, path, lines), false))
        .onSuccess(job -> exchange.reply(JobJson.accepted(job)))
        .onFailure(failure -> {
          drop(path);
          exchange.fail(named(failure));
        });
  }

  /// A disk that takes no more is not a fault of the program.
  private static Throwable named(Throwable failure) {
    return failure instanceof IOException || failure instanceof UncheckedIOException
        ? new GalleryException.Unavailable(
            "spool-failed", "the body could not be stored: " + failure.getMessage())
        : failure;
  }

  private void drop(Path path) {
    Future<Boolean> _ =
        vertx
            .executeBlocking(() -> Files.deleteIfExists(path), false)
            .onFailure(e -> LOG.warn("{} is left behind: {}", path, e.getMessage()));
  }

  /// A body on its way into a file; on the event loop.
  private static final class Receiving {
    private final Exchange exchange;
    private final HttpServerRequest request;
    private final AsyncFile file;
    private final long limit;
    private final Promise<Long> promise = Promise.promise();
    private long bytes;
    private long lines;
    private boolean midLine;

    Receiving(Exchange exchange, AsyncFile file, long limit) {
      this.exchange = exchange;
      this.request = exchange.request();
      this.file = file;
      this.limit = limit;
    }

    /// How many lines the file has, once it is written and closed; its sync is the adopter's.
    Future<Long> done() {
      file.exceptionHandler(this::fail);
      request.exceptionHandler(_ -> fail(HttpRefusal.cutShort()));
      request.handler(this::take);
      request.endHandler(_ ->
          file.close()
              .onSuccess(_ -> promise.tryComplete(lines + (midLine ? 1 : 0)))
              .onFailure(promise::tryFail));
      if (exchange.gone()) {
        fail(HttpRefusal.cutShort());
      }
      request.resume();
      return promise.future();
    }

    private void take(Buffer part) {
      bytes += part.length();
      if (bytes > limit) {
        fail(HttpRefusal.tooLarge(limit));
        return;
      }
      count(part);
      file.write(part).onFailure(this::fail);
      if (file.writeQueueFull()) {
        request.pause();
        file.drainHandler(_ -> request.resume());
      }
    }

    private void count(Buffer part) {
      for (int i = 0; i < part.length(); i++) {
        if (part.getByte(i) == '\n') {
          lines++;
          midLine = false;
        } else {
          midLine = true;
        }
      }
    }

    private void fail(Throwable failure) {
      request.handler(_ -> {});
      if (promise.tryFail(failure)) {
        Future<Void> _ = file.close();
      }
    }
  }
}
