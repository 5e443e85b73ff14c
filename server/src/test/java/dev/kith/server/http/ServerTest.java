package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What holds for every route: limits, and what isn't HTTP.
@Timeout(60)
class ServerTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path directory;

  private static HttpRequest.Builder to(Served served, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + served.port() + path));
  }

  @Test
  void bodiesHaveALimitHoweverTheyCome() throws Exception {
    try (Served served = new Served(directory)) {
      served.staff("ada");
      byte[] large = new byte[300_000];
      served
          .client()
          .send("POST", "/v1/galleries/staff/identify", "image/png", large)
          .expect(413, "body-too-large");
      HttpResponse<byte[]> chunked =
          HTTP.send(
              to(served, "/v1/galleries/staff/identify")
                  .header("Content-Type", "image/png")
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArrays(
                          List.of(new byte[60_000], new byte[60_000])))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      Client.checked("POST", "/v1/galleries/staff/identify", chunked).expect(413, "body-too-large");
      HttpResponse<byte[]> coded =
          HTTP.send(
              to(served, "/v1/galleries/staff/identify")
                  .header("Content-Type", "image/png")
                  .header("Content-Encoding", "gzip")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      Client.checked("POST", "/v1/galleries/staff/identify", coded)
          .expect(415, "unsupported-content-encoding");
    }
  }

  @Test
  void aRefusedBodyLeavesTheOtherRequestsOfItsHttp2ConnectionAlone() throws Exception {
    try (Served served = new Served(directory);
        HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      served.staff("ada");
      // the first one upgrades the connection, a body can't go with that
      var _ = http2.send(to(served, "/livez").build(), HttpResponse.BodyHandlers.discarding());
      int[] sizes = {10, 90_000, 300_000, 5, 300_000, 7};
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int size : sizes) {
        answers.add(
            http2.sendAsync(
                to(served, "/v1/galleries/staff/identify")
                    .header("Content-Type", "image/png")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[size]))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray()));
      }
      for (int i = 0; i < sizes.length; i++) {
        HttpResponse<byte[]> answer = answers.get(i).get(20, TimeUnit.SECONDS);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode())
            .isEqualTo(sizes[i] > Served.LIMITS.sampleBytes() ? 413 : 400);
      }
      assertThat(
              http2
                  .send(to(served, "/livez").build(), HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void requestIdsAreKeptOrGiven() throws Exception {
    try (Served served = new Served(directory)) {
      HttpResponse<Void> kept =
          HTTP.send(
              to(served, "/livez").header("X-Request-Id", "mine-7").build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(kept.headers().firstValue("X-Request-Id")).contains("mine-7");
      HttpResponse<Void> given =
          HTTP.send(
              to(served, "/livez").header("X-Request-Id", "not <mine>").build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(given.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void methodsThatDoNotFitAreNamed() throws Exception {
    try (Served served = new Served(directory)) {
      HttpResponse<byte[]> patch =
          HTTP.send(
              to(served, "/v1/galleries/staff")
                  .method("PATCH", HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      Client.checked("PATCH", "/v1/galleries/staff", patch).expect(405, "method-not-allowed");
      assertThat(patch.headers().firstValue("Allow")).contains("DELETE, GET, PUT");
      HttpResponse<byte[]> head =
          HTTP.send(to(served, "/livez").HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void whatIsNotHttpIsToldSo() throws Exception {
    try (Served served = new Served(directory)) {
      assertThat(Wire.talk(served.port(), "nonsense\r\n\r\n"))
          .contains(" 400 ")
          .contains("invalid-request");
      assertThat(Wire.talk(served.port(), "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
          .contains(" 414 ")
          .contains("uri-too-long");
      assertThat(
              Wire.talk(
                  served.port(), "GET /livez HTTP/1.1\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"))
          .contains(" 431 ")
          .contains("headers-too-large");
      assertThat(
              Wire.talk(
                  served.port(),
                  """
                  POST /v1/galleries/staff/identify HTTP/1.1
                  Host: x
                  Content-Type: image/png
                  Expect: 100-continue
                  Content-Length: 999999999

                  """
                      .replace("\n", "\r\n")))
          .contains(" 413 ");
    }
  }

  @Test
  void aMistakeOfOursIsLoggedUnderItsRequestAndNotShown() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger server = (Logger) LoggerFactory.getLogger("dev.kith.server");
    server.addAppender(log);
    try (Served served = new Served(directory)) {
      served.staff("ada");
      Client.Answer answer =
          served
              .client()
              .send("POST", "/v1/galleries/staff/identify", "image/png", Served.sample("boom"))
              .expect(500, "internal");
      assertThat(answer.text()).doesNotContain("mistake").doesNotContain("Exception");
      ILoggingEvent event = log.list.getFirst();
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a mistake of ours");
      assertThat(event.getKeyValuePairs().toString())
          .contains(answer.json().get("request").asText())
          .contains("identify");
    } finally {
      server.detachAppender(log);
    }
  }

  @Test
  void pagesOfOtherSitesMayNotPost() throws Exception {
    try (Served served = new Served(directory)) {
      served.staff("ada");
      HttpRequest.Builder identify =
          to(served, "/v1/galleries/staff/identify")
              .header("Content-Type", "image/png")
              .POST(HttpRequest.BodyPublishers.ofByteArray(Served.sample("ada")));
      String own = "http://127.0.0.1:" + served.port();
      assertThat(status(identify.copy().header("Origin", own).build())).isEqualTo(200);
      assertThat(status(identify.copy().header("Origin", "http://elsewhere").build()))
          .isEqualTo(403);
      assertThat(status(identify.copy().header("Origin", "null").build())).isEqualTo(403);
    }
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void refusalsKeepTheConnectionWhereLittleIsComing() throws Exception {
    try (Served served = new Served(directory)) {
      String refused = "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n";
      String unread = "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde";
      String last = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      String answers = Wire.talkOpenly(served.port(), refused + unread + last);
      assertThat(answers).contains(" 404 ").contains(" 405 ").contains(" 200 OK");
    }
  }

  @Test
  void http2IsSpokenToo() throws Exception {
    try (Served served = new Served(directory);
        HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      served.staff("ada");
      for (int size : new int[] {10, 90_000}) {
        HttpResponse<String> answer =
            http2.send(
                to(served, "/v1/galleries/staff/identify")
                    .header("Content-Type", "image/png")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[size]))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
      }
      HttpResponse<String> page =
          http2.send(to(served, "/").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }
}
