package dev.kith.gallery;

/// What became of one [Write], and the gallery's sequence once it was durable.
public record Receipt(Outcome outcome, long sequence) {
  public enum Outcome {
    CREATED,
    REPLACED,
    UNCHANGED,
    REMOVED,
    ABSENT
  }
}
