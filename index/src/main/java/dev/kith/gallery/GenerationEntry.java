package dev.kith.gallery;

import java.time.Instant;
import java.util.Optional;

/// A generation as the registry lists it.
///
/// @param number counts from 1 within its gallery, never used twice
/// @param encoder the name of the encoder it was begun with; empty for bare vectors
/// @param expires when it may be dropped, while it isn't in charge; empty when nobody said
public record GenerationEntry(
    int number,
    Space space,
    Optional<String> encoder,
    State state,
    Instant began,
    Optional<Instant> expires) {
  public enum State {
    /// Its embeddings are being made; no search runs on it.
    BUILDING,
    /// Follows the log: in charge, or ready to be.
    STANDING,
    /// Gone; listed for the history only.
    DROPPED
  }
}
