package dev.kith.encoder.onnx;

import dev.kith.gallery.GalleryException;
import java.util.Locale;

/// Where encoders run.
public enum Provider {
  CPU,
  /// Fails clearly where there is no GPU, or no ONNX Runtime built for one.
  CUDA,
  /// CUDA where it works, else CPU, saying so in the log.
  AUTO;

  /// @throws GalleryException.Invalid for another word than `cpu`, `cuda`, `auto`
  public static Provider of(String word) {
    for (Provider each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw new GalleryException.Invalid(
        "invalid-setting", "got provider %s, expected cpu, cuda or auto".formatted(word));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
