package dev.kith.tools.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/// What came back for a request.
public final class Reply {
  private static final JsonMapper JSON = new JsonMapper();

  private final int status;
  private final byte[] body;

  Reply(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public boolean isGood() {
    return status < 300;
  }

  public byte[] body() {
    return body.clone();
  }

  /// The body as JSON.
  ///
  /// @throws ServerRefusal when it isn't: whoever answered was hardly Kith
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new ServerRefusal(
          status, "not-kith", "the answer isn't JSON, expected a Kith server there");
    }
  }

  /// A field of the document, where there is one.
  Optional<String> text(String field) {
    try {
      return Optional.ofNullable(JSON.readTree(body))
          .map(document -> document.path(field))
          .filter(JsonNode::isTextual)
          .map(JsonNode::asText);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory can't fail", e);
    }
  }
}
