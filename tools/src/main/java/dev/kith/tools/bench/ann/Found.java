package dev.kith.tools.bench.ann;

/// What one search found: scores, best first. The arrays are shared, not copied: this is measured.
final class Found {
  private final float[] templates;
  private final float[] subjects;
  private final boolean collapsed;

  /// @param templates of the nearest vectors; where the engine answers one a subject, of those
  /// @param subjects the best of each of the nearest subjects
  /// @param collapsed whether `templates` are one a subject
  Found(float[] templates, float[] subjects, boolean collapsed) {
    this.templates = templates;
    this.subjects = subjects;
    this.collapsed = collapsed;
  }

  float[] templates() {
    return templates;
  }

  float[] subjects() {
    return subjects;
  }

  boolean collapsed() {
    return collapsed;
  }
}
