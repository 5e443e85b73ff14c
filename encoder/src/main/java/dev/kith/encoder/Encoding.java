package dev.kith.encoder;

import dev.kith.gallery.Embedding;

/// What became of a sample.
public sealed interface Encoding {
  record Encoded(Embedding embedding) implements Encoding {}

  /// The sample is no good: a stable code (such as `image-truncated`) and a sentence.
  record Unusable(String code, String reason) implements Encoding {}
}
