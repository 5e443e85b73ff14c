package dev.kith.gallery;

/// The embedding being identified.
public record Probe(Embedding embedding) {
  public Space space() {
    return embedding.space();
  }
}
