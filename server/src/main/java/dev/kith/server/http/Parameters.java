package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kith.gallery.GalleryException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request's path and query parameters, checked against the document. Unknown and doubled ones
/// are refused: a misspelt `threshold` must not be a default one.
final class Parameters {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,3})?");

  static final Parameters NONE = new Parameters(Map.of());

  private final Map<String, JsonNode> values;

  private Parameters(Map<String, JsonNode> values) {
    this.values = values;
  }

  /// @throws GalleryException.Invalid with the parameter's own code
  static Parameters of(
      OpenApi.Operation operation, Map<String, String> path, @Nullable String rawQuery) {
    Map<String, String> query = query(rawQuery);
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (OpenApi.Parameter parameter : operation.parameters()) {
      String text =
          parameter.inPath() ? path.get(parameter.name()) : query.remove(parameter.name());
      if (text != null) {
        values.put(parameter.name(), checked(parameter, text));
      }
    }
    if (!query.isEmpty()) {
      throw new GalleryException.Invalid(
          "unknown-parameter",
          "got the query parameter %s, which %s does not know"
              .formatted(shown(query.keySet().iterator().next()), operation.id()));
    }
    return new Parameters(values);
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1));
      if (query.put(name, value) != null) {
        throw new GalleryException.Invalid(
            "doubled-parameter",
            "got the query parameter %s twice, expected it once".formatted(shown(name)));
      }
    }
    return query;
  }

  private static JsonNode checked(OpenApi.Parameter parameter, String text) {
    JsonNode value = parameter.json() ? json(parameter, text) : typed(parameter, text);
    Optional<String> flaw = parameter.schema().flaw(value);
    if (flaw.isPresent()) {
      throw invalid(parameter, flaw.get());
    }
    return value;
  }

  private static JsonNode json(OpenApi.Parameter parameter, String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (GalleryException.Invalid e) {
      throw invalid(parameter, String.valueOf(e.getMessage()));
    }
  }

  /// Text that isn't of its type stays text, for the schema to refuse.
  private static JsonNode typed(OpenApi.Parameter parameter, String text) {
    String type = parameter.schema().type();
    if (type.equals("integer") && INTEGER.matcher(text).matches()) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    if (type.equals("number") && NUMBER.matcher(text).matches()) {
      return DoubleNode.valueOf(Double.parseDouble(text));
    }
    if (type.equals("boolean") && (text.equals("true") || text.equals("false"))) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    return TextNode.valueOf(text);
  }

  private static GalleryException.Invalid invalid(OpenApi.Parameter parameter, String flaw) {
    return new GalleryException.Invalid(parameter.code(), parameter.name() + ": " + flaw);
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /// A parameter that the path always has.
  String required(String name) {
    return json(name)
        .orElseThrow(() -> new IllegalStateException("the route has no parameter " + name))
        .asText();
  }

  Optional<String> text(String name) {
    return json(name).map(JsonNode::asText);
  }

  OptionalDouble number(String name) {
    return json(name).stream().mapToDouble(JsonNode::asDouble).findFirst();
  }

  int integer(String name, int otherwise) {
    return json(name).map(JsonNode::asInt).orElse(otherwise);
  }

  boolean flag(String name) {
    return json(name).map(JsonNode::asBoolean).orElse(false);
  }

  Optional<JsonNode> json(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
