package dev.kith.encoder;

import java.util.Map;
import java.util.OptionalDouble;

/// What an encoder file says of itself: the `kith.*` keys, canonical (sorted, trimmed).
public record ModelManifest(Map<String, String> keys) {
  public ModelManifest {
    keys = Map.copyOf(keys);
  }

  /// The cosine that decides until the gallery is calibrated.
  public OptionalDouble threshold() {
    String text = keys.get("kith.threshold");
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }
}
