package dev.kith.gallery;

/// Two that an operator found to be one person, animal or thing: what they score against each other
/// is mated, and no trial of strangers.
public sealed interface Exclusion {
  /// The subject, or one of the two.
  SubjectId subject();

  /// A stranger of the cohort that is enrolled, with all its samples.
  record Enrolled(StrangerId stranger, SubjectId subject) implements Exclusion {}

  /// One that is enrolled as two subjects; the lesser id is `subject`.
  record Twice(SubjectId subject, SubjectId other) implements Exclusion {
    public Twice {
      int order = subject.compareTo(other);
      if (order == 0) {
        throw new GalleryException.Invalid(
            "invalid-exclusion", "got %s twice, expected two subjects".formatted(subject));
      }
      if (order > 0) {
        SubjectId lesser = other;
        other = subject;
        subject = lesser;
      }
    }
  }
}
