package dev.kith.gallery;

import java.util.List;

/// The one place where scores become decisions.
final class Thresholds {
  private Thresholds() {}

  static void checked(String name, double point) {
    if (!(point >= -1 && point <= 1)) {
      throw new GalleryException.Invalid(
          "invalid-threshold", "got %s %s, expected a cosine from -1 to 1".formatted(name, point));
    }
  }

  /// Scores are floats and thresholds doubles: both are compared as the floats they stand for, so
  /// that a threshold copied from a score admits that score.
  static Identification judge(
      Threshold threshold, double low, double high, List<Candidate> candidates) {
    if (candidates.isEmpty() || candidates.getFirst().score().value() < (float) low) {
      return new Identification.None(candidates, threshold);
    }
    Candidate best = candidates.getFirst();
    return best.score().value() >= (float) high
        ? new Identification.Match(best, candidates, threshold)
        : new Identification.Review(candidates, threshold);
  }
}
