package dev.kith.gallery.cohort;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Template;
import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/// Watches as one matrix of rows, scored against templates block by block: a block of rows stays in
/// the cache while many templates pass. Memory: 4 bytes a dimension of each watch, off the heap.
final class Table {
  private static final int BLOCK = 64;

  private final Kernel kernel = Kernel.best();
  private final List<Watch> watches;
  private final MemorySegment rows;

  Table(List<Watch> watches, int dimension) {
    this.watches = List.copyOf(watches);
    long bytes = (long) watches.size() * dimension * Float.BYTES;
    rows = Arena.ofAuto().allocate(Math.max(bytes, Float.BYTES), Kernel.LINE);
    for (int i = 0; i < watches.size(); i++) {
      Embedding each = watches.get(i).embedding;
      MemorySegment.copy(
          each.toArray(),
          0,
          rows,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          (long) i * dimension * Float.BYTES,
          dimension);
    }
  }

  List<Watch> watches() {
    return watches;
  }

  /// Offers templates to every watch. Cost: a dot product for each pair.
  ///
  /// @param parallel whether all cores may work
  void offer(List<Template> templates, boolean parallel) {
    List<float[]> vectors = templates.stream().map(each -> each.embedding().toArray()).toList();
    IntStream blocks = IntStream.range(0, (watches.size() + BLOCK - 1) / BLOCK);
    (parallel ? blocks.parallel() : blocks)
        .forEach(block -> offer(block * BLOCK, templates, vectors));
  }

  private void offer(int first, List<Template> templates, List<float[]> vectors) {
    int count = Math.min(BLOCK, watches.size() - first);
    float[] scores = new float[BLOCK];
    float[] floors = new float[BLOCK];
    for (int i = 0; i < count; i++) {
      Watch watch = watches.get(first + i);
      // a member's own templates are offered whatever they score
      floors[i] = watch.isStranger() ? watch.others.floor() : Float.NEGATIVE_INFINITY;
    }
    for (int t = 0; t < vectors.size(); t++) {
      kernel.floats(vectors.get(t), rows, first, count, scores);
      for (int i = 0; i < count; i++) {
        if (scores[i] > floors[i]) {
          floors[i] = offer(watches.get(first + i), templates.get(t), scores[i]);
        }
      }
    }
  }

  /// @return what the next score must beat
  private static float offer(Watch watch, Template template, float score) {
    if (template.subjectNumber() != watch.subject) {
      watch.others.offer(template.number(), template.subjectNumber(), score);
    } else if (template.number() != watch.number) {
      watch.own.offer(template.number(), template.subjectNumber(), score);
    }
    return watch.isStranger() ? watch.others.floor() : Float.NEGATIVE_INFINITY;
  }

  void remove(long template) {
    for (Watch watch : watches) {
      watch.remove(template);
    }
  }
}
