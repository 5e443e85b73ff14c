package dev.kith.gallery;

import java.util.List;

/// Where a score is high enough, in one space. Compare with `score >= point`.
public sealed interface Threshold {
  Space space();

  /// Decides about candidates in their natural order (best first, one a subject).
  Identification judge(List<Candidate> candidates);

  /// A bare point, named by the request or the gallery: it decides alone and never reviews.
  record Fixed(Space space, double point) implements Threshold {
    public Fixed {
      Thresholds.checked("threshold", point);
    }

    @Override
    public Identification judge(List<Candidate> candidates) {
      return Thresholds.judge(this, point, point, candidates);
    }
  }

  /// A measured point with its interval: at `high` and above is a match, under `low` nobody, review
  /// between.
  record Measured(Space space, double low, double point, double high) implements Threshold {
    public Measured {
      if (!(low <= point && point <= high)) {
        throw new IllegalArgumentException(
            "got a threshold interval %s..%s..%s, expected it in order"
                .formatted(low, point, high));
      }
    }

    @Override
    public Identification judge(List<Candidate> candidates) {
      return Thresholds.judge(this, low, high, candidates);
    }
  }

  /// Nothing is known yet: every answer is for a person to review.
  record Uncalibrated(Space space) implements Threshold {
    @Override
    public Identification judge(List<Candidate> candidates) {
      return new Identification.Review(candidates, this);
    }
  }
}
