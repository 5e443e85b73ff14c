package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Centroid;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.Score;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// The centroids of some subjects' templates in one view. Cost: a look-up a subject and segment,
/// and a read of each of their vectors.
final class Centroids {
  /// Subjects that are scored by their centroids beside those wanted: the best centroid is nearly
  /// always among the best few templates.
  private static final int MORE = 32;

  private final Map<SubjectId, Centroid> sums = new HashMap<>();

  Centroids(View view, Set<SubjectId> subjects) throws IOException {
    for (Segment segment : view.segments()) {
      for (SubjectId each : subjects) {
        segment.read(
            each,
            row -> {
              if (segment.live(row)
                  && !view.changedSince(segment.numbers().template(row), view.fresh().size())) {
                add(each, segment.vector(row));
              }
            });
      }
    }
    view.readFresh(subjects, template -> add(template.subject(), template.embedding().toArray()));
  }

  private void add(SubjectId subject, float[] vector) {
    sums.computeIfAbsent(subject, _ -> new Centroid(vector.length)).add(vector);
  }

  /// What to search for so that [#ordered] has enough to choose from.
  static Search first(Search search) {
    return switch (search.fusion()) {
      case BEST -> search;
      case CENTROID ->
          new Search(
              Math.min(Search.LARGEST_LIMIT, 2 * search.limit() + MORE),
              search.filter(),
              search.exact());
    };
  }

  /// The best of what the first search found, by the score that is wanted.
  static List<Candidate> ordered(View view, float[] probe, List<Candidate> found, Search search)
      throws IOException {
    if (search.fusion() == Fusion.BEST) {
      return found;
    }
    Set<SubjectId> subjects = found.stream().map(Candidate::subject).collect(Collectors.toSet());
    Centroids centroids = new Centroids(view, subjects);
    return found.stream()
        .map(each ->
            new Candidate(
                each.subject(),
                new Score((float) centroids.score(probe, each.subject()).orElseThrow()),
                each.template()))
        .sorted()
        .limit(search.limit())
        .toList();
  }

  /// Empty for a subject without templates.
  OptionalDouble score(float[] probe, SubjectId subject) {
    Centroid centroid = sums.get(subject);
    return centroid == null ? OptionalDouble.empty() : OptionalDouble.of(centroid.score(probe));
  }
}
