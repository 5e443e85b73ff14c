package dev.kith.tools;

import dev.kith.server.http.HttpServer;
import dev.kith.server.http.ServerOptions;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A data directory and the server in front of it, both up. Closing lets requests under way finish,
/// then closes the directory; closing twice does nothing more.
final class Serving implements AutoCloseable {
  private final Kith kith;
  private final HttpServer server;
  private final String host;
  private final Runnable afterwards;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  private Serving(Kith kith, HttpServer server, String host, Runnable afterwards) {
    this.kith = kith;
    this.server = server;
    this.host = host;
    this.afterwards = afterwards;
  }

  static Serving start(Path data, KithOptions kithOptions, ServerOptions serverOptions) {
    return start(Kith.open(data, kithOptions), serverOptions, () -> {});
  }

  /// Takes the open directory over: where the server can't start, it is closed.
  ///
  /// @param afterwards runs when all is closed, also where the process is told to stop
  static Serving start(Kith kith, ServerOptions options, Runnable afterwards) {
    try {
      return new Serving(kith, HttpServer.start(kith, options), options.host(), afterwards);
    } catch (RuntimeException e) {
      kith.close();
      if (isTaken(e)) {
        throw new CommandFailure(
            "port %d of %s is taken, expected it free; --port chooses another one"
                .formatted(options.port(), options.host()));
      }
      throw e;
    }
  }

  private static boolean isTaken(@Nullable Throwable failure) {
    return failure != null && (failure instanceof BindException || isTaken(failure.getCause()));
  }

  Kith kith() {
    return kith;
  }

  /// Where to reach it from this machine.
  URI address() {
    String name = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    return URI.create(
        "http://%s:%d".formatted(name.contains(":") ? "[" + name + "]" : name, server.port()));
  }

  /// Blocks until the process is told to stop and everything is closed.
  int untilStopped() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "kith-stop"));
    closed.await();
    return ExitCode.DONE;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    server.close();
    kith.close();
    afterwards.run();
    closed.countDown();
  }
}
