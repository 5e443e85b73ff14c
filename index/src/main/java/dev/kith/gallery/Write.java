package dev.kith.gallery;

import java.util.Map;
import java.util.Optional;

/// One thing to do to a gallery's rows.
public sealed interface Write {

  /// Adds a template, creating the subject if need be; the same id with other content replaces,
  /// with the same content changes nothing.
  record Enrol(
      SubjectId subject, TemplateId template, Embedding embedding, Optional<SampleDigest> sample)
      implements Write {}

  /// Creates or updates a subject; what is empty stays as it is.
  record Describe(
      SubjectId subject, Optional<String> displayName, Optional<Map<String, Attribute>> attributes)
      implements Write {}

  /// Takes one template away.
  record Withdraw(SubjectId subject, TemplateId template) implements Write {}

  /// Takes a subject away with all its templates.
  record Remove(SubjectId subject) implements Write {}

  /// Keeps a stranger apart from the subjects; the same id with other content replaces, with the
  /// same content changes nothing. Strangers are no part of the change log.
  ///
  /// @param person see [Stranger#person]
  record Admit(
      Stranger.Role role,
      StrangerId id,
      Optional<SubjectId> person,
      Embedding embedding,
      Optional<SampleDigest> sample)
      implements Write {}

  /// Lets a stranger go.
  record Dismiss(Stranger.Role role, StrangerId id) implements Write {}
}
