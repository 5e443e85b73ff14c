package dev.kith.gallery.cohort;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Template;
import dev.kith.gallery.lucene.kernel.Fours;
import dev.kith.gallery.lucene.kernel.Panels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Watches as one matrix, scored against blocks of templates. Memory: 4 bytes a dimension of each
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

  /// Offers templates to every watch. Cost: a dot product for each pair.
  ///
  /// @param parallel whether all cores may work
  void offer(List<Template> templates, boolean parallel) {
    if (watches.isEmpty()) {
      return;
    }
    for (int from = 0; from < templates.size(); from += BLOCK) {
      offerBlock(templates.subList(from, Math.min(templates.size(), from + BLOCK)), parallel);
    }
  }

  private void offerBlock(List<Template> templates, boolean parallel) {
    templates.forEach(this::offerToItsOwn);
    Fours queries =
        Fours.of(templates.stream().map(each -> each.embedding().toArray()).toList(), dimension);
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
                (query, row, score) -> offer(watches.get(row), templates.get(query), score)));
  }

  /// @return what the next score must beat
  private static float offer(Watch watch, Template template, float score) {
    if (!watch.isOf(template)) {
      watch.offer(template, score);
    }
    return watch.floor();
  }

  /// Whatever it scores: a subject has few templates.
  private void offerToItsOwn(Template template) {
    for (Watch member : members.getOrDefault(template.subjectNumber(), List.of())) {
      if (template.number() != member.number) {
        member.own.offer(template, dot(member.embedding, template.embedding()));
      }
    }
  }

  private static float dot(Embedding one, Embedding other) {
    float[] left = one.toArray();
    float[] right = other.toArray();
    float sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  void remove(long template) {
    for (Watch watch : watches) {
      watch.remove(template);
    }
  }
}
