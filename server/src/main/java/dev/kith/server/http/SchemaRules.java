package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The keywords of [Schema], each as a rule.
final class SchemaRules {
  private SchemaRules() {}

  static Optional<Schema.Rule> of(
      String keyword, JsonNode wanted, JsonNode schema, Function<String, JsonNode> resolve) {
    double bound = wanted.asDouble();
    return switch (keyword) {
      case "description", "default", "format" -> Optional.empty();
      case "properties" -> Optional.of(members(wanted, resolve));
      case "type" -> Optional.of(type(wanted));
      case "minimum" -> Optional.of(number(value -> value >= bound, "at least " + wanted));
      case "maximum" -> Optional.of(number(value -> value <= bound, "at most " + wanted));
      case "exclusiveMinimum" -> Optional.of(number(value -> value > bound, "above " + wanted));
      case "exclusiveMaximum" -> Optional.of(number(value -> value < bound, "below " + wanted));
      case "minLength" -> Optional.of(least(SchemaRules::length, wanted.asInt(), "characters"));
      case "maxLength" -> Optional.of(most(SchemaRules::length, wanted.asInt(), "characters"));
      case "minItems" -> Optional.of(least(SchemaRules::items, wanted.asInt(), "items"));
      case "maxItems" -> Optional.of(most(SchemaRules::items, wanted.asInt(), "items"));
      case "maxProperties" -> Optional.of(most(SchemaRules::keys, wanted.asInt(), "keys"));
      case "pattern" -> Optional.of(pattern(wanted.asText()));
      case "required" -> Optional.of(required(wanted));
      case "items" -> Optional.of(each(Schema.of(wanted, resolve)));
      case "additionalProperties" -> Optional.of(others(schema, wanted, resolve));
      default ->
          throw new IllegalStateException("schema keyword " + keyword + " is not known here");
    };
  }

  private static Schema.Rule rule(Predicate<JsonNode> holds, String expected) {
    return value ->
        holds.test(value)
            ? Optional.empty()
            : Optional.of("got %s, expected %s".formatted(shown(value), expected));
  }

  private static String shown(JsonNode value) {
    return shown(value.toString());
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static Schema.Rule type(JsonNode wanted) {
    List<String> types = new ArrayList<>();
    if (wanted.isTextual()) {
      types.add(wanted.asText());
    }
    wanted.forEach(each -> types.add(each.asText()));
    return rule(
        value -> types.stream().anyMatch(type -> is(value, type)), String.join(" or ", types));
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "number" -> value.isNumber() && Double.isFinite(value.doubleValue());
      case "integer" -> value.isNumber() && Math.rint(value.doubleValue()) == value.doubleValue();
      default -> throw new IllegalStateException("schema type " + type + " is not known here");
    };
  }

  private static Schema.Rule number(DoublePredicate holds, String expected) {
    return rule(value -> !value.isNumber() || holds.test(value.doubleValue()), expected);
  }

  /// What a length keyword doesn't speak of has length -1.
  private static int length(JsonNode value) {
    return value.isTextual() ? value.asText().codePointCount(0, value.asText().length()) : -1;
  }

  private static int items(JsonNode value) {
    return value.isArray() ? value.size() : -1;
  }

  private static int keys(JsonNode value) {
    return value.isObject() ? value.size() : -1;
  }

  private static Schema.Rule least(ToIntFunction<JsonNode> size, int bound, String of) {
    return rule(
        value -> size.applyAsInt(value) < 0 || size.applyAsInt(value) >= bound,
        "at least %d %s".formatted(bound, of));
  }

  private static Schema.Rule most(ToIntFunction<JsonNode> size, int bound, String of) {
    return rule(value -> size.applyAsInt(value) <= bound, "at most %d %s".formatted(bound, of));
  }

  private static Schema.Rule pattern(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return rule(
        value -> !value.isTextual() || pattern.matcher(value.asText()).find(),
        "text like " + regex);
  }

  private static Schema.Rule required(JsonNode names) {
    List<String> keys = new ArrayList<>();
    names.forEach(name -> keys.add(name.asText()));
    return value ->
        keys.stream()
            .filter(key -> value.isObject() && !value.has(key))
            .findFirst()
            .map(key -> "got no %s, expected one".formatted(key));
  }

  private static Schema.Rule each(Schema item) {
    return value -> {
      for (int i = 0; value.isArray() && i < value.size(); i++) {
        Optional<String> flaw = item.flaw(value.get(i));
        if (flaw.isPresent()) {
          return Optional.of("item %d: %s".formatted(i, flaw.get()));
        }
      }
      return Optional.empty();
    };
  }

  private static Schema.Rule members(JsonNode properties, Function<String, JsonNode> resolve) {
    Map<String, Schema> known = new LinkedHashMap<>();
    properties
        .properties()
        .forEach(each -> known.put(each.getKey(), Schema.of(each.getValue(), resolve)));
    return value ->
        known.entrySet().stream()
            .filter(each -> value.has(each.getKey()))
            .flatMap(each -> member(each.getKey(), value, each.getValue()).stream())
            .findFirst();
  }

  /// What `additionalProperties` says of the keys that `properties` doesn't name.
  private static Schema.Rule others(
      JsonNode schema, JsonNode wanted, Function<String, JsonNode> resolve) {
    Set<String> known = new LinkedHashSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    if (wanted.isBoolean()) {
      String expected = "expected only " + String.join(", ", known);
      return value ->
          strangers(value, known)
              .findFirst()
              .map(key -> "got the key %s, %s".formatted(shown(key), expected));
    }
    Schema other = Schema.of(wanted, resolve);
    return value ->
        strangers(value, known).flatMap(key -> member(key, value, other).stream()).findFirst();
  }

  private static Stream<String> strangers(JsonNode value, Set<String> known) {
    return value.properties().stream().map(Map.Entry::getKey).filter(key -> !known.contains(key));
  }

  private static Optional<String> member(String key, JsonNode object, Schema schema) {
    return schema.flaw(object.get(key)).map(flaw -> "%s: %s".formatted(shown(key), flaw));
  }
}
