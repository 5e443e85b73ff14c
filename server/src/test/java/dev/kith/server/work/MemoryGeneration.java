package dev.kith.server.work;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Score;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Exact search over a map.
final class MemoryGeneration implements Generation {
  private final int number;
  private final Space space;
  private final Map<Long, Template> templates = new TreeMap<>();
  private final Map<SubjectId, Map<String, Attribute>> attributes = new HashMap<>();
  private long sequence;

  MemoryGeneration(int number, Space space) {
    this.number = number;
    this.space = space;
  }

  /// New ones, empty, for every directory.
  static Generations factory() {
    return new Generations() {
      @Override
      public Generation open(Path directory, int number, Space space) {
        return new MemoryGeneration(number, space);
      }

      @Override
      public Generation rebuild(Path directory, int number, Space space, Scan scan) {
        MemoryGeneration built = new MemoryGeneration(number, space);
        scan.forEachRemaining(built::follow);
        built.sequence = scan.sequence();
        return built;
      }

      @Override
      public void drop(Path directory) {}
    };
  }

  @Override
  public synchronized void follow(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Change.Enrol(_, Template template) -> templates.put(template.number(), template);
        case Change.Withdraw(_, long template) -> templates.remove(template);
        case Change.Describe(_, var subject) -> attributes.put(subject.id(), subject.attributes());
        case Change.Forget _ -> {}
      }
      sequence = change.sequence();
    }
  }

  @Override
  public synchronized List<Candidate> search(Probe probe, Search search) {
    if (!probe.space().equals(space)) {
      throw new GalleryException.Conflict("space-mismatch", "got another space");
    }
    Map<SubjectId, Candidate> best = new HashMap<>();
    templates.values().stream()
        .filter(each -> search.filter().admits(attributes.getOrDefault(each.subject(), Map.of())))
        .map(each -> candidate(probe, each))
        .forEach(each -> best.merge(each.subject(), each, (a, b) -> a.compareTo(b) <= 0 ? a : b));
    return best.values().stream().sorted().limit(search.limit()).toList();
  }

  @Override
  public synchronized OptionalDouble best(Probe probe, SubjectId subject) {
    return templates.values().stream()
        .filter(each -> each.subject().equals(subject))
        .mapToDouble(each -> candidate(probe, each).score().value())
        .max();
  }

  private static Candidate candidate(Probe probe, Template template) {
    float[] a = probe.embedding().toArray();
    Embedding other = template.embedding();
    float[] b = other.toArray();
    float dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return new Candidate(template.subject(), new Score(dot), template.id());
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public synchronized long templates() {
    return templates.size();
  }

  @Override
  public Space space() {
    return space;
  }

  @Override
  public synchronized long sequence() {
    return sequence;
  }

  @Override
  public long durableSequence() {
    return sequence();
  }

  @Override
  public void commit() {}

  @Override
  public Shape shape() {
    return new Shape(1, 0, 0);
  }

  @Override
  public void close() {}
}
