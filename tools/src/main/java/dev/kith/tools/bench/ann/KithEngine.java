package dev.kith.tools.bench.ann;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.lucene.LuceneGenerations;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;

/// A generation as a server has it: built in bulk, searched by subject.
final class KithEngine implements Engine {
  private static final String FOLDER = "kith";

  private final String name;
  private final boolean exact;
  private final IntFunction<Map<String, Attribute>> attributes;

  private KithEngine(String name, boolean exact, IntFunction<Map<String, Attribute>> attributes) {
    this.name = name;
    this.exact = exact;
    this.attributes = attributes;
  }

  /// Walks the graph.
  static KithEngine named(String name) {
    return new KithEngine(name, false, _ -> Map.of());
  }

  /// Scans what the others built.
  static KithEngine exact() {
    return new KithEngine("exact", true, _ -> Map.of());
  }

  /// The same, whose subjects have attributes.
  KithEngine describing(IntFunction<Map<String, Attribute>> of) {
    return new KithEngine(name, exact, of);
  }

  @Override
  public String name() {
    return name;
  }

  static Space space(int dimension) {
    return new Space("vectors:bench:" + dimension, dimension);
  }

  @Override
  public void build(Path directory, Task task) {
    Space space = space(task.base().dimension());
    new LuceneGenerations()
        .rebuild(directory.resolve(FOLDER), 1, space, new TaskScan(space, task, attributes))
        .close();
  }

  /// What was built, searched with one beam.
  Generation generation(Path directory, int dimension, int beam) {
    return new LuceneGenerations(beam).open(directory.resolve(FOLDER), 1, space(dimension));
  }

  @Override
  public KithSearching open(Path directory, Task task, int beam) {
    // a scan has no beam
    return new KithSearching(
        generation(directory, task.base().dimension(), Math.max(1, beam)),
        new Search(Truth.DEPTH, Filter.EVERYBODY, exact));
  }

  @Override
  public int segments(Path directory, Task task) {
    return segments(directory, task.base().dimension());
  }

  int segments(Path directory, int dimension) {
    try (Generation generation = generation(directory, dimension, 1)) {
      return generation.shape().segments();
    }
  }
}
