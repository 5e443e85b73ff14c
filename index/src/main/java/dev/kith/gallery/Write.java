package dev.kith.gallery;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing to do to a gallery's rows.
public sealed interface Write {

  /// Adds a template, creating the subject if need be; the same id with other content replaces,
  /// with the same content changes nothing. In each space a subject's embeddings are bridged or
  /// they are not: the first that isn't takes the bridged ones off.
  ///
  /// @param embeddings of the same sample, one a space: of the space in charge, and of those that
  ///   other generations need; what is of no generation's space is passed over
  record Enrol(
      SubjectId subject,
      TemplateId template,
      List<Embedding> embeddings,
      Optional<SampleDigest> sample)
      implements Write {
    public Enrol {
      embeddings = List.copyOf(embeddings);
    }

    public Enrol(
        SubjectId subject,
        TemplateId template,
        Embedding embedding,
        Optional<SampleDigest> sample) {
      this(subject, template, List.of(embedding), sample);
    }
  }

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
  /// @param embeddings as of [Enrol]
  record Admit(
      Stranger.Role role,
      StrangerId id,
      Optional<SubjectId> person,
      List<Embedding> embeddings,
      Optional<SampleDigest> sample)
      implements Write {
    public Admit {
      embeddings = List.copyOf(embeddings);
    }
  }

  /// Adds an embedding to what was enrolled or admitted before, as long as it still stands and has
  /// the sample that the embedding was made of; else it is absent.
  record Encode(
      Unencoded.Owner owner, long number, Optional<SampleDigest> sample, Embedding embedding)
      implements Write {}

  /// Adds an embedding carried over from one that the template has in another space, as long as it
  /// has that one still and its subject has no embedding in the space that wasn't carried; else it
  /// is absent.
  record Carry(long number, Embedding from, Embedding bridged) implements Write {}

  /// Two are one: see [Exclusion]. The ids need not be there now.
  record Exclude(Exclusion exclusion) implements Write {}

  /// Two were not one after all.
  record Readmit(Exclusion exclusion) implements Write {}

  /// Lets a stranger go.
  record Dismiss(Stranger.Role role, StrangerId id) implements Write {}
}
