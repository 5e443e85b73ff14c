package dev.kith.gallery;

import java.util.Map;
import java.util.Optional;

/// One identity as the registry holds it now.
public record Subject(
    long number, SubjectId id, Optional<String> displayName, Map<String, Attribute> attributes) {
  public Subject {
    attributes = Map.copyOf(attributes);
  }
}
