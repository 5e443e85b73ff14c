package dev.kith.encoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The JSON file beside an encoder from elsewhere: one object with the manifest's keys, with or
/// without their `kith.`; values are strings, numbers, booleans or arrays of them.
public final class Sidecar {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Sidecar() {}

  /// @throws dev.kith.gallery.GalleryException.Invalid `invalid-manifest` when it isn't such an
  ///   object
  public static ModelManifest read(byte[] json) {
    Map<String, String> keys = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : object(json).properties()) {
      String key = each.getKey();
      keys.put(
          key.startsWith(ModelManifest.PREFIX) ? key : ModelManifest.PREFIX + key,
          text(key, each.getValue()));
    }
    return new ModelManifest(keys);
  }

  private static JsonNode object(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root == null || !root.isObject()) {
        throw ModelManifest.invalid("the manifest is no JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw ModelManifest.invalid("the manifest is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ModelManifest.invalid("the manifest can't be read: " + e.getMessage());
    }
  }

  private static String text(String key, JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(text(key, part)));
      return String.join(",", parts);
    }
    if (value.isObject() || value.isNull()) {
      throw ModelManifest.invalid(
          "manifest key %s is %s, expected text, a number or an array"
              .formatted(key, value.getNodeType()));
    }
    return value.asText();
  }
}
