package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Too much at once, and the end of the server.
@Timeout(60)
class OverloadTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path directory;

  private static HttpRequest.Builder to(Served served, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + served.port() + path));
  }

  private static CompletableFuture<HttpResponse<byte[]>> identify(Served served, String text) {
    return HTTP.sendAsync(
        to(served, "/v1/galleries/staff/identify")
            .header("Content-Type", "image/png")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Served.sample(text)))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void aFullQueueSaysWhenToComeBack() throws Exception {
    try (Served served = new Served(directory)) {
      served.staff("ada");
      CountDownLatch gate = served.holdPool();
      List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
      for (int i = 0; i < Served.QUEUE + 8; i++) {
        asked.add(identify(served, "ada " + i));
      }
      long refused = 0;
      while (refused < 8) {
        refused = asked.stream().filter(CompletableFuture::isDone).count();
        Thread.onSpinWait();
      }
      for (CompletableFuture<HttpResponse<byte[]>> each : asked) {
        if (each.isDone()) {
          HttpResponse<byte[]> response = each.get();
          Client.checked("POST", "/v1/galleries/staff/identify", response).expect(503, "busy");
          assertThat(response.headers().firstValue("Retry-After")).contains("1");
        }
      }
      assertThat(served.client().get("/livez").status()).isEqualTo(200);
      assertThat(served.client().get("/readyz").status()).isEqualTo(200);
      assertThat(served.client().get("/metrics").text()).contains("kith_work_waiting 4.0");
      gate.countDown();
      long answered = 0;
      for (CompletableFuture<HttpResponse<byte[]>> each : asked) {
        answered += each.get().statusCode() == 200 ? 1 : 0;
      }
      assertThat(answered).isEqualTo(Served.QUEUE);
    }
  }

  @Test
  void closingFinishesWhatIsUnderWayAndTakesNoMore() throws Exception {
    try (Served served = new Served(directory)) {
      served.staff("ada");
      CountDownLatch gate = served.holdPool();
      CompletableFuture<HttpResponse<byte[]>> underWay = identify(served, "ada 1");
      while (served.test().kith().pool().waiting() == 0) {
        Thread.onSpinWait();
      }
      CompletableFuture<Void> closing = CompletableFuture.runAsync(served.server()::close);
      while (connects(served)) {
        Thread.sleep(5);
      }
      assertThat(underWay).isNotDone();
      assertThat(closing).isNotDone();
      gate.countDown();
      assertThat(underWay.get().statusCode()).isEqualTo(200);
      closing.get(20, TimeUnit.SECONDS);
      assertThatThrownBy(() -> identify(served, "ada").get()).hasCauseInstanceOf(IOException.class);
    }
  }

  private static boolean connects(Served served) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void closingEndsStreamsThatWouldNotEnd() throws Exception {
    try (Served served = new Served(directory)) {
      served.staff("ada");
      CountDownLatch gate = served.holdPool();
      String line = "{\"subject\":\"eve\",\"image\":\"" + Served.base64("eve") + "\"}\n";
      String job =
          served
              .client()
              .send(
                  "POST",
                  "/v1/galleries/staff/import",
                  "application/x-ndjson",
                  line.getBytes(StandardCharsets.UTF_8))
              .expect(202)
              .json()
              .get("id")
              .asText();
      CompletableFuture<HttpResponse<byte[]>> events =
          HTTP.sendAsync(
              to(served, "/v1/jobs/" + job + "/events").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      Thread.sleep(300);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(served.server()::close);
      assertThat(new String(events.get().body(), StandardCharsets.UTF_8)).contains("event: job");
      closing.get(20, TimeUnit.SECONDS);
      gate.countDown();
    }
  }
}
