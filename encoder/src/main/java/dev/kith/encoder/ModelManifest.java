package dev.kith.encoder;

import java.util.Map;

/// What an encoder file says of itself: the `kith.*` keys, canonical (sorted, trimmed).
public record ModelManifest(Map<String, String> keys) {
  public ModelManifest {
    keys = Map.copyOf(keys);
  }
}
