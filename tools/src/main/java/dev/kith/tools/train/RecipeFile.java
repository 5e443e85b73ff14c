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
      return recipe(over);
    } catch (ValueInstantiationException e) {
      throw new RecipeException(said(e));
    } catch (JsonProcessingException e) {
      throw new RecipeException("no recipe: " + e.getOriginalMessage());
    }
  }

  /// The recipe of a head: a net behind an encoder that stays as it is.
  ///
  /// @param over what shall be other than in `head-defaults.json`, as in any recipe; its net says
  ///   layers alone, and has one that is linear unless it says others
  /// @param seed where `over` has none
  /// @param given numbers in the encoder's embedding
  /// @param dimension numbers in the head's, where `over` has no layers
  /// @throws RecipeException if it makes no sense
  public static Recipe head(String over, String name, long seed, int given, int dimension) {
    try {
      var wanted = merge(resource("head-defaults.json"), JSON.readTree(over));
      if (!(wanted instanceof ObjectNode recipe)) {
        throw new RecipeException("no recipe, expected a JSON object");
      }
      var own = recipe.path("net").path("layers");
      var net = recipe.putObject("net");
      net.putArray("input").add(given);
      var layers = net.putArray("layers");
      layers.addObject().put("layer", "l2-norm");
      if (own.isEmpty()) {
        layers.addObject().put("layer", "linear").put("out", dimension).put("bias", false);
      }
      own.forEach(layers::add);
      layers.addObject().put("layer", "l2-norm");
      if (!recipe.has("seed")) {
        recipe.put("seed", seed);
      }
      recipe.put("name", name).putObject("data").put("kind", "folder").put("path", "");
      return recipe(recipe);
    } catch (ValueInstantiationException e) {
      throw new RecipeException(said(e));
    } catch (JsonProcessingException e) {
      throw new RecipeException("no recipe: " + e.getOriginalMessage());
    }
  }

  private static Recipe recipe(JsonNode over) throws JsonProcessingException {
    return JSON.treeToValue(merge(resource("recipe-defaults.json"), over), Recipe.class);
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

  private static JsonNode resource(String name) {
    try (var in = RecipeFile.class.getResourceAsStream(name)) {
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
