package dev.kith.gallery;

import java.util.Optional;

/// A row that has no embedding in some space yet.
///
/// @param id for people: the subject's and the template's, or the stranger's
/// @param sample what the embedding can be made of; empty when it wasn't kept
public record Unencoded(Owner owner, long number, String id, Optional<SampleDigest> sample) {
  public enum Owner {
    TEMPLATE,
    STRANGER
  }
}
