package dev.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A client that holds every answer to the document: the status must be listed, and a JSON body
/// must be of the schema that is given for it.
final class Client {
  private static final OpenApi DOCUMENT = OpenApi.load();
  private static final JsonNode PATHS = Json.read(DOCUMENT.bytes()).get("paths");
  private static final Map<JsonNode, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
  private static final RouteTable ROUTES = routes();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;

  Client(int port) {
    base = "http://127.0.0.1:" + port;
  }

  private static RouteTable routes() {
    Map<String, Endpoint> endpoints = new HashMap<>();
    DOCUMENT
        .operations()
        .forEach(each -> endpoints.put(each.id(), Endpoint.bare(_ -> new Task.Now(Reply.gone()))));
    return new RouteTable(DOCUMENT, endpoints);
  }

  /// An answer: its status and, where it is one, its JSON.
  record Answer(int status, String type, String text) {
    JsonNode json() {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    String code() {
      return json().path("code").asText();
    }

    Answer expect(int wanted) {
      assertThat(status).as("%s", text()).isEqualTo(wanted);
      return this;
    }

    Answer expect(int wanted, String code) {
      expect(wanted);
      assertThat(code()).isEqualTo(code);
      return this;
    }
  }

  Answer get(String path) {
    return send("GET", path, "", new byte[0]);
  }

  Answer delete(String path) {
    return send("DELETE", path, "", new byte[0]);
  }

  Answer put(String path, String json) {
    return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Answer post(String path, String json) {
    return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, String type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return checked(method, path, send(request.build()));
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  static Answer checked(String method, String path, HttpResponse<byte[]> response) {
    String type = Body.mediaType(response.headers().firstValue("Content-Type").orElse(null));
    Answer answer =
        new Answer(
            response.statusCode(), type, new String(response.body(), StandardCharsets.UTF_8));
    assertThat(response.headers().firstValue("X-Request-Id")).as("request id").isPresent();
    if (type.equals("application/problem+json")) {
      conforms(answer, Json.object().put("$ref", "#/components/schemas/Problem"));
      assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
    } else {
      documented(method, path, answer);
    }
    return answer;
  }

  private static void documented(String method, String path, Answer answer) {
    int query = path.indexOf('?');
    OpenApi.Operation operation =
        ROUTES.find(method, query < 0 ? path : path.substring(0, query)).operation();
    JsonNode responses =
        PATHS
            .at("/" + operation.path().replace("/", "~1"))
            .path(operation.method().toLowerCase(Locale.ROOT))
            .path("responses");
    JsonNode response = responses.path(Integer.toString(answer.status()));
    assertThat(response.isMissingNode())
        .as("%s answers %d, which the document lists", operation.id(), answer.status())
        .isFalse();
    JsonNode schema = response.path("content").path(answer.type()).path("schema");
    if (answer.type().equals("application/json")) {
      conforms(answer, schema);
    }
  }

  private static void conforms(Answer answer, JsonNode schema) {
    assertThat(schema.isObject()).as("the document has a schema for the answer").isTrue();
    assertThat(
            SCHEMAS
                .computeIfAbsent(schema, each -> Contract.schema(DOCUMENT, each))
                .validate(answer.json()))
        .as("%s", answer.text())
        .isEmpty();
  }

  static void conforms(JsonNode value, String schema) {
    assertThat(
            SCHEMAS
                .computeIfAbsent(
                    Json.object().put("$ref", "#/components/schemas/" + schema),
                    each -> Contract.schema(DOCUMENT, each))
                .validate(value))
        .as("%s", value)
        .isEmpty();
  }
}
