package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A JSON schema (draft 2020-12) of a parameter or a small body: the keywords that the OpenAPI
/// document uses for those, and no other. Immutable and thread-safe.
final class Schema {
  private final List<Rule> rules;
  private final String type;

  /// One keyword: empty, or what is wrong.
  @FunctionalInterface
  interface Rule {
    Optional<String> flaw(JsonNode value);
  }

  private Schema(List<Rule> rules, String type) {
    this.rules = List.copyOf(rules);
    this.type = type;
  }

  /// @param resolve finds what a `$ref` names
  /// @throws IllegalStateException on a keyword unknown here
  static Schema of(JsonNode definition, Function<String, JsonNode> resolve) {
    if (definition.has("$ref")) {
      return of(resolve.apply(definition.get("$ref").asText()), resolve);
    }
    List<Rule> rules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> keyword : definition.properties()) {
      SchemaRules.of(keyword.getKey(), keyword.getValue(), definition, resolve)
          .ifPresent(rules::add);
    }
    return new Schema(rules, definition.path("type").asText(""));
  }

  /// `string`, `integer`, …; empty where the schema names several or none.
  String type() {
    return type;
  }

  /// The first thing that is wrong with a value, as what was got and what was expected; empty when
  /// nothing is.
  Optional<String> flaw(JsonNode value) {
    // a loop, since every request comes by several times
    for (Rule rule : rules) {
      Optional<String> flaw = rule.flaw(value);
      if (flaw.isPresent()) {
        return flaw;
      }
    }
    return Optional.empty();
  }
}
