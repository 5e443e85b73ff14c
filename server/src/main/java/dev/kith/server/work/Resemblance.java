package dev.kith.server.work;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Identification;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Threshold;
import java.util.List;
import java.util.Optional;

/// Who else a new template may be of: subjects that an identification would match or have reviewed.
/// A warning; enrolment goes on. Cost: one search.
final class Resemblance {
  private static final int LIMIT = 5;

  private final Decisions decisions;

  Resemblance(Decisions decisions) {
    this.decisions = decisions;
  }

  /// Other subjects at or above the gallery's threshold, best first; none while the gallery is not
  /// calibrated or its generation is being rebuilt.
  List<Candidate> others(Gallery gallery, SubjectId subject, Embedding embedding) {
    Optional<Generation> running = gallery.running();
    if (running.isEmpty() || !running.get().space().equals(embedding.space())) {
      return List.of();
    }
    Threshold threshold = decisions.identification(gallery.entry(), Ask.best(LIMIT)).threshold();
    return running
        .get()
        .search(new Probe(embedding), Search.best(LIMIT).by(gallery.entry().settings().fusion()))
        .stream()
        .filter(each -> !each.subject().equals(subject))
        .filter(each -> isNear(threshold.judge(List.of(each))))
        .toList();
  }

  private static boolean isNear(Identification found) {
    return switch (found) {
      case Identification.Match _ -> true;
      case Identification.Review review -> !(review.threshold() instanceof Threshold.Uncalibrated);
      case Identification.None _ -> false;
    };
  }
}
