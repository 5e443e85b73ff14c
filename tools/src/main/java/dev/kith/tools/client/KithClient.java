package dev.kith.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/// Talks to one server. Thread-safe; calls block.
public final class KithClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI server;
  private final HttpClient http;

  /// @param server such as `http://localhost:8080`, with or without a slash at the end
  public KithClient(URI server) {
    this.server = server;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  public URI server() {
    return server;
  }

  /// A path of decoded segments: ids may hold slashes and blanks.
  public static String path(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    return path.toString();
  }

  /// One value of a query or a path.
  public static String encoded(String text) {
    String form = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    // a segment of dots would be taken for a way through folders
    return form.equals(".") || form.equals("..") ? form.replace(".", "%2E") : form;
  }

  /// @throws ServerRefusal for an answer of 400 and above
  public JsonNode get(String path) throws IOException {
    return good(send("GET", path, "", BodyPublishers.noBody())).json();
  }

  /// The body as it is.
  public byte[] bytes(String path) throws IOException {
    return good(send("GET", path, "", BodyPublishers.noBody())).body();
  }

  public JsonNode put(String path, JsonNode document) throws IOException {
    return good(send("PUT", path, "application/json", BodyPublishers.ofString(document.toString())))
        .json();
  }

  /// Uploads an encoder or the like.
  public JsonNode put(String path, Form form) throws IOException {
    return good(send("PUT", path, form.contentType(), form.body())).json();
  }

  public JsonNode post(String path, String contentType, byte[] body) throws IOException {
    return good(send("POST", path, contentType, BodyPublishers.ofByteArray(body))).json();
  }

  /// Sends a body that is made while it is sent.
  public JsonNode post(String path, String contentType, Supplier<InputStream> body)
      throws IOException {
    return good(send("POST", path, contentType, BodyPublishers.ofInputStream(body))).json();
  }

  public void delete(String path) throws IOException {
    good(send("DELETE", path, "", BodyPublishers.noBody()));
  }

  /// Whatever comes back, refusals too.
  public Reply exchange(String method, String path, String contentType, byte[] body)
      throws IOException {
    return send(method, path, contentType, BodyPublishers.ofByteArray(body));
  }

  private static Reply good(Reply reply) {
    if (!reply.isGood()) {
      throw ServerRefusal.of(reply);
    }
    return reply;
  }

  private Reply send(String method, String path, String contentType, BodyPublisher body)
      throws IOException {
    String base = server.toString();
    String address = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.body());
    } catch (ConnectException e) {
      throw new IOException("nobody answers at " + server + ", expected a Kith server", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + server);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
