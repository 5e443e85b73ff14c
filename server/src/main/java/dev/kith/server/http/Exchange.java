package dev.kith.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer. Belongs to one event loop; only [#gone] and [#onLoop] may be called
/// from elsewhere. Answers once: what comes later is dropped.
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger("dev.kith.server");
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final long LINGER_MILLIS = 2000;

  private final HttpServerRequest request;
  private final Context context;
  private final String id;
  private final long began = System.nanoTime();
  private final List<Runnable> afterwards = new ArrayList<>();
  private String operation = "none";
  private volatile boolean gone;
  private boolean answered;
  private boolean finished;

  Exchange(HttpServerRequest request) {
    this.request = request;
    this.context = Vertx.currentContext();
    this.id = id(request.getHeader("X-Request-Id"));
    request.response().putHeader("X-Request-Id", id);
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    request.response().closeHandler(_ -> leave());
    request.response().exceptionHandler(_ -> leave());
  }

  private static String id(@Nullable String wish) {
    return wish != null && REQUEST_ID.matcher(wish).matches()
        ? wish
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  String id() {
    return id;
  }

  long began() {
    return began;
  }

  String operation() {
    return operation;
  }

  void operation(String name) {
    operation = name;
  }

  /// The client went away: nobody waits for the answer.
  boolean gone() {
    return gone;
  }

  /// Runs on this exchange's event loop.
  void onLoop(Runnable action) {
    context.runOnContext(_ -> action.run());
  }

  /// Runs once the answer is out or the client is gone.
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  private void leave() {
    gone = true;
    finish();
  }

  private void finish() {
    if (!finished) {
      finished = true;
      afterwards.forEach(Runnable::run);
    }
  }

  /// Answers, unless an answer is on its way already.
  void reply(Reply reply) {
    if (!begin()) {
      return;
    }
    switch (reply) {
      case Reply.Whole whole -> send(whole);
      case Reply.File file -> send(file);
    }
  }

  /// Says what went wrong; faults of ours are logged with this request's id.
  void fail(Throwable failure) {
    Problem problem = Problem.of(failure);
    if (problem.fault()) {
      LOG.atError()
          .addKeyValue("request", id)
          .addKeyValue("operation", operation)
          .setCause(Problem.cause(failure))
          .log("request failed");
    }
    reply(Reply.problem(problem, id));
  }

  /// Takes the answer into the caller's hands, for streams.
  ///
  /// @return false when there is nobody to answer, or an answer already
  boolean begin() {
    if (answered || gone) {
      return false;
    }
    answered = true;
    return true;
  }

  /// The caller's stream is at its end.
  void end() {
    ended(response().end());
  }

  private void send(Reply.Whole whole) {
    HttpServerResponse response = response().setStatusCode(whole.status());
    whole.headers().forEach(response::putHeader);
    if (!whole.type().isEmpty()) {
      response.putHeader("Content-Type", whole.type());
      response.putHeader("Content-Length", Integer.toString(whole.body().length()));
    }
    boolean hangUp = !request.isEnded() && muchIsComing();
    if (hangUp && request.version() != HttpVersion.HTTP_2) {
      response.putHeader("Connection", "close");
    }
    boolean bare = request.method().equals(HttpMethod.HEAD) || whole.status() == 204;
    ended(bare ? response.end() : response.end(whole.body()));
    if (hangUp) {
      linger();
    } else if (!request.isEnded()) {
      request.handler(_ -> {});
      request.resume();
    }
  }

  /// Whether a body is on its way that is longer than worth reading for nothing.
  private boolean muchIsComing() {
    String length = request.getHeader("Content-Length");
    if (length == null) {
      return request.getHeader("Transfer-Encoding") != null
          || request.version() == HttpVersion.HTTP_2;
    }
    return length.length() > 5;
  }

  private void send(Reply.File file) {
    response().putHeader("Content-Type", file.type());
    if (request.method().equals(HttpMethod.HEAD) || !Files.exists(file.path())) {
      ended(response().end());
    } else {
      ended(response().sendFile(file.path().toString()));
    }
  }

  private void ended(Future<Void> written) {
    written.onComplete(_ -> finish());
  }

  /// The answer came before the body was read: lets the client finish sending for a moment, so that
  /// it reads the answer instead of a reset, and closes the connection. One of HTTP/2 carries other
  /// requests, too: it is closed only when the body doesn't end by then.
  private void linger() {
    boolean shared = request.version() == HttpVersion.HTTP_2;
    request.handler(_ -> {});
    if (!shared) {
      request.endHandler(_ -> request.connection().close());
    }
    request.resume();
    context
        .owner()
        .setTimer(
            LINGER_MILLIS,
            _ -> {
              if (!shared || !request.isEnded()) {
                request.connection().close();
              }
            });
  }

  int status() {
    return response().getStatusCode();
  }
}
