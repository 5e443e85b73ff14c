package dev.kith.gallery;

import java.util.List;

/// Who a probe is: a [Match], a [Review] for a person to decide, or [None] of the subjects known.
/// Candidates are listed in every case, best first, one a subject.
public sealed interface Identification {
  List<Candidate> candidates();

  Threshold threshold();

  /// `best` reaches the threshold.
  record Match(Candidate best, List<Candidate> candidates, Threshold threshold)
      implements Identification {
    public Match {
      candidates = List.copyOf(candidates);
    }
  }

  /// The best score lies within the threshold's interval, or there is no threshold yet.
  record Review(List<Candidate> candidates, Threshold threshold) implements Identification {
    public Review {
      candidates = List.copyOf(candidates);
    }
  }

  /// Nobody the gallery knows.
  record None(List<Candidate> candidates, Threshold threshold) implements Identification {
    public None {
      candidates = List.copyOf(candidates);
    }
  }
}
