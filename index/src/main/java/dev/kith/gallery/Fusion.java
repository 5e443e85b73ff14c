package dev.kith.gallery;

/// How the templates of a subject become its one score: score-level fusion by maximum, or
/// template-level fusion (ISO/IEC TR 24722). Scores of the two are distributed differently, so a
/// threshold belongs to one of them.
public enum Fusion {
  /// The score of the template that is nearest to the probe.
  BEST,
  /// The cosine to the templates' [Centroid]; of a subject with one template the same.
  CENTROID
}
