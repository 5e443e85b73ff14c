package dev.kith.gallery;

import java.util.Optional;

/// A sample of somebody the gallery doesn't know, kept apart from its subjects: no search finds it.
///
/// @param number the registry's own; a stranger with new content gets a new one
/// @param person of the cohort: which stranger it is, where several samples are of one; of a known
///   stranger: the only subject it blocks
public record Stranger(
    long number,
    StrangerId id,
    Role role,
    Optional<SubjectId> person,
    Embedding embedding,
    Optional<SampleDigest> sample) {
  /// What a stranger is kept for.
  public enum Role {
    /// Measures how many strangers would be taken for somebody.
    COHORT,
    /// Was taken for somebody and rejected by an operator. Never a trial: it was picked because it
    /// scored high.
    KNOWN
  }
}
