package dev.kith.tools.bench.ann;

import dev.kith.gallery.lucene.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The scores a search must reach: each query's best, tenth-best template and tenth-best subject,
/// exact by inner product.
final class Truth {
  static final int DEPTH = 10;
  private static final int BLOCK = 1024;

  private final float[][] templates;
  private final float[][] subjects;

  private Truth(float[][] templates, float[][] subjects) {
    this.templates = templates;
    this.subjects = subjects;
  }

  static Truth of(Task task) {
    Vectors base = task.base();
    int dimension = base.dimension();
    try (Arena arena = Arena.ofShared()) {
      MemorySegment rows =
          arena.allocate((long) base.count() * dimension * Float.BYTES, Kernel.LINE);
      for (int i = 0; i < base.count(); i++) {
        MemorySegment.copy(
            base.row(i),
            0,
            rows,
            ValueLayout.JAVA_FLOAT_UNALIGNED,
            (long) i * dimension * Float.BYTES,
            dimension);
      }
      int queries = task.queries().count();
      float[][] templates = new float[queries][];
      float[][] subjects = new float[queries][];
      IntStream.range(0, queries)
          .parallel()
          .forEach(query -> {
            float[] scores = scores(task.queries().row(query), rows, base.count());
            templates[query] =
                task.truth().isPresent()
                    ? named(scores, task.truth().get().get(query))
                    : best(scores);
            subjects[query] = bySubject(scores, task.subjects());
          });
      return new Truth(templates, subjects);
    }
  }

  private static float[] scores(float[] query, MemorySegment rows, int count) {
    float[] scores = new float[count];
    float[] block = new float[BLOCK];
    for (int first = 0; first < count; first += BLOCK) {
      int size = Math.min(BLOCK, count - first);
      Kernel.best().floats(query, rows, first, size, block);
      System.arraycopy(block, 0, scores, first, size);
    }
    return scores;
  }

  private static float[] named(float[] scores, int[] nearest) {
    float[] named = new float[Math.min(DEPTH, nearest.length)];
    for (int i = 0; i < named.length; i++) {
      named[i] = scores[nearest[i]];
    }
    return named;
  }

  private static float[] best(float[] scores) {
    float[] best = new float[Math.min(DEPTH, scores.length)];
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (float score : scores) {
      int at = best.length;
      while (at > 0 && best[at - 1] < score) {
        at--;
      }
      if (at < best.length) {
        System.arraycopy(best, at, best, at + 1, best.length - 1 - at);
        best[at] = score;
      }
    }
    return best;
  }

  private static float[] bySubject(float[] scores, Owners owners) {
    float tenth = best(scores)[Math.min(DEPTH, scores.length) - 1];
    Map<Integer, Float> bests = new HashMap<>();
    float floor = tenth;
    // the tenth subject scores no higher than the tenth template: lower the floor until ten are in
    while (bests.size() < DEPTH && floor > -2) {
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] >= floor) {
          bests.merge(owners.of(i), scores[i], Math::max);
        }
      }
      floor = bests.size() < DEPTH ? floor - 0.1f : floor;
    }
    TreeMap<Float, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
    bests.values().forEach(score -> counts.merge(score, 1, Integer::sum));
    float[] best = new float[Math.min(DEPTH, bests.size())];
    int at = 0;
    for (Map.Entry<Float, Integer> each : counts.entrySet()) {
      for (int i = 0; i < each.getValue() && at < best.length; i++) {
        best[at++] = each.getKey();
      }
    }
    return best;
  }

  float[] templates(int query) {
    return templates[query];
  }

  float[] subjects(int query) {
    return subjects[query];
  }
}
