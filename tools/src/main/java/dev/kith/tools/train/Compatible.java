package dev.kith.tools.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.tools.evaluate.Embeddings;
import java.util.stream.IntStream;

/// How well probes of a new encoder find their class among samples embedded by an older one.
final class Compatible {
  private Compatible() {}

  /// R@1 on classes never trained on, of old probes and of new ones among the old encoder's rows:
  /// the new one is compatible where the latter is higher (Shen et al. 2020, criterion of 3.2).
  static ObjectNode measure(Predecessor older, ImageSet held, Embeddings now) {
    var before = before(older, held);
    var json = RecipeFile.JSON.createObjectNode();
    json.put("with", older.space().id());
    json.put("oldFindsOld", recallAt1(before, before));
    json.put("newFindsOld", recallAt1(now, before));
    return json;
  }

  private static Embeddings before(Predecessor older, ImageSet held) {
    int dimension = older.space().dimension();
    var rows = new float[held.size() * dimension];
    for (int sample = 0; sample < held.size(); sample++) {
      held.before(sample).copyTo(rows, sample * dimension);
    }
    return new Embeddings(dimension, rows, held.labels().stream().toArray());
  }

  /// Share of probes whose nearest row, their own left out, is of their class.
  static double recallAt1(Embeddings probes, Embeddings rows) {
    long right =
        IntStream.range(0, probes.size())
            .filter(probe -> rows.label(nearest(probes, probe, rows)) == probes.label(probe))
            .count();
    return (double) right / Math.max(1, probes.size());
  }

  private static int nearest(Embeddings probes, int probe, Embeddings rows) {
    int best = probe == 0 ? 1 : 0;
    for (int row = 0; row < rows.size(); row++) {
      if (row != probe && probes.score(probe, rows, row) > probes.score(probe, rows, best)) {
        best = row;
      }
    }
    return best;
  }
}
