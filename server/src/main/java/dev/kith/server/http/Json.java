package dev.kith.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The one JSON reader of small documents, and the one writer. Reading is strict: doubled keys and
/// anything behind the document are refused.
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(100).build());
  }

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws GalleryException.Invalid `invalid-json`
  static JsonNode read(byte[] document) {
    try {
      JsonNode node = MAPPER.readTree(document);
      if (node.isMissingNode()) {
        throw new GalleryException.Invalid("invalid-json", "got nothing, expected JSON");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new GalleryException.Invalid("invalid-json", sentence(e));
    } catch (IOException e) {
      throw new GalleryException.Invalid("invalid-json", "got " + e.getMessage());
    }
  }

  /// Jackson names the offending characters and Java classes; the caller needs the place.
  private static String sentence(JsonProcessingException e) {
    var where = e.getLocation();
    String text = e.getOriginalMessage();
    int end = text.indexOf('\n');
    return "%s (line %d, column %d)"
        .formatted(
            end < 0 ? text : text.substring(0, end),
            where == null ? 0 : where.getLineNr(),
            where == null ? 0 : where.getColumnNr());
  }
}
