package dev.kith.gallery;

import java.util.Comparator;

/// A subject that the probe may be, its score, and the template that gave it. Natural order is best
/// first: score descending, then subject, then template.
public record Candidate(SubjectId subject, Score score, TemplateId template)
    implements Comparable<Candidate> {
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::score, Comparator.reverseOrder())
          .thenComparing(Candidate::subject)
          .thenComparing(Candidate::template);

  @Override
  public int compareTo(Candidate other) {
    return BEST_FIRST.compare(this, other);
  }
}
