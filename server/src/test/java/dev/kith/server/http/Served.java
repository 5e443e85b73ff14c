package dev.kith.server.http;

import dev.kith.server.work.KithOptions;
import dev.kith.server.work.TestKith;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;

/// A server on a free port over a [TestKith], with small limits.
final class Served implements AutoCloseable {
  static final Limits LIMITS = new Limits(100_000, 1_000_000, 2_000_000, 1000, 64 << 20);
  static final int WORKERS = 2;
  static final int QUEUE = 4;

  private final TestKith test;
  private final HttpServer server;

  Served(Path directory) {
    test = TestKith.open(directory, new KithOptions(WORKERS, QUEUE, 1, "cpu", 1_000_000));
    server =
        HttpServer.start(
            test.kith(), new ServerOptions("127.0.0.1", 0, 2, Duration.ofSeconds(20), LIMITS));
  }

  Client client() {
    return new Client(server.port());
  }

  int port() {
    return server.port();
  }

  TestKith test() {
    return test;
  }

  HttpServer server() {
    return server;
  }

  /// A gallery of the encoder that reads letters, with one template for each name.
  void staff(String... names) {
    client().put("/v1/galleries/staff", "{\"encoder\":\"letters\"}").expect(200);
    for (String name : names) {
      client()
          .send(
              "POST",
              "/v1/galleries/staff/subjects/" + name + "/templates",
              "image/png",
              sample(name))
          .expect(201);
    }
  }

  static byte[] sample(String text) {
    return ("sample " + text).getBytes(StandardCharsets.UTF_8);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(sample(text));
  }

  /// Holds every thread of the pool until the latch opens.
  CountDownLatch holdPool() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
      var _ =
          test.kith()
              .pool()
              .interactive(() -> {
                held.countDown();
                gate.await();
                return true;
              });
    }
    held.await();
    return gate;
  }

  @Override
  public void close() {
    server.close();
    test.kith().close();
  }
}
