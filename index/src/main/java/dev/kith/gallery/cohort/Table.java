package dev.kith.gallery.cohort;

import dev.kith.gallery.lucene.kernel.Fours;
import dev.kith.gallery.lucene.kernel.Panels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Watches as one matrix, scored against blocks of references. Memory: 4 bytes a dimension of each
/// watch.
final class Table {
  private static final int BLOCK = 512;

  private final List<Watch> watches;
  private final Map<Long, List<Watch>> members = new HashMap<>();
  private final int dimension;
  private final Panels panels;

  Table(List<Watch> watches, int dimension) {
    this.watches = List.copyOf(watches);
    this.dimension = dimension;
    panels = Panels.of(watches.stream().map(each -> each.embedding.toArray()).toList(), dimension);
    for (Watch each : watches) {
      if (each.owner instanceof Watch.Owner.Member(_, long subject)) {
        members.computeIfAbsent(subject, _ -> new ArrayList<>()).add(each);
      }
    }
  }

  List<Watch> watches() {
    return watches;
  }

  /// Offers references to every watch. Cost: a dot product for each pair.
  ///
  /// @param parallel whether all cores may work
  void offer(List<Reference> references, boolean parallel) {
    if (watches.isEmpty()) {
      return;
    }
    for (int from = 0; from < references.size(); from += BLOCK) {
      offerBlock(references.subList(from, Math.min(references.size(), from + BLOCK)), parallel);
    }
  }

  private void offerBlock(List<Reference> references, boolean parallel) {
    references.forEach(this::offerToItsOwn);
    Fours queries =
        Fours.of(references.stream().map(each -> each.embedding().toArray()).toList(), dimension);
    float[] floors = new float[watches.size()];
    for (int i = 0; i < floors.length; i++) {
      floors[i] = watches.get(i).floor();
    }
    IntStream numbers = IntStream.range(0, panels.count());
    (parallel ? numbers.parallel() : numbers)
        .forEach(panel ->
            panels.offer(
                panel,
                queries,
                floors,
                (query, row, score) -> offer(watches.get(row), references.get(query), score)));
  }

  /// @return what the next score must beat
  private static float offer(Watch watch, Reference reference, float score) {
    if (!watch.isOf(reference)) {
      watch.offer(reference, score);
    }
    return watch.floor();
  }

  /// Whatever it scores: a subject has few templates.
  private void offerToItsOwn(Reference reference) {
    for (Watch member : members.getOrDefault(reference.subjectNumber(), List.of())) {
      reference
          .without(member.number)
          .ifPresent(others -> member.own.offer(reference, member.embedding.cosine(others)));
    }
  }

  void remove(Set<Long> references) {
    for (Watch watch : watches) {
      watch.remove(references);
    }
  }
}
