package dev.kith.tools.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Recipes as JSON. What a file leaves out has the value of `recipe-defaults.json`; a key that
/// means nothing is refused.
public final class RecipeFile {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private RecipeFile() {}

  /// @throws RecipeException if it is no recipe
  public static Recipe read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static Recipe parse(String json) {
    try {
      var over = JSON.readTree(json);
      for (String key : new String[] {"name", "data", "net", "losses"}) {
        if (!over.has(key)) {
          throw new RecipeException("a recipe without \"%s\", expected it".formatted(key));
        }
      }
      return JSON.treeToValue(merge(defaults(), over), Recipe.class);
    } catch (ValueInstantiationException e) {
      throw new RecipeException(said(e));
    } catch (JsonProcessingException e) {
      throw new RecipeException("no recipe: " + e.getOriginalMessage());
    }
  }

  private static String said(ValueInstantiationException e) {
    var cause = e.getCause();
    return String.valueOf(cause == null ? e.getOriginalMessage() : cause.getMessage());
  }

  static String write(Recipe recipe) {
    try {
      return JSON.writeValueAsString(recipe) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe can't be written", e);
    }
  }

  private static JsonNode defaults() {
    try (var in = RecipeFile.class.getResourceAsStream("recipe-defaults.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Objects are merged key by key; anything else replaces.
  private static JsonNode merge(JsonNode base, JsonNode over) {
    if (!(base instanceof ObjectNode object) || !over.isObject()) {
      return over;
    }
    for (var entry : over.properties()) {
      var below = object.get(entry.getKey());
      object.set(entry.getKey(), below == null ? entry.getValue() : merge(below, entry.getValue()));
    }
    return object;
  }
}
