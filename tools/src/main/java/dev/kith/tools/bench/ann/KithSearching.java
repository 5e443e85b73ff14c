package dev.kith.tools.bench.ann;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Search;
import java.util.List;

/// One way to search a generation; closing closes that.
record KithSearching(Generation generation, Search search) implements Engine.Searching {
  @Override
  public Found search(float[] query) {
    Probe probe = new Probe(Embedding.of(generation.space(), query));
    List<Candidate> candidates = generation.search(probe, search);
    float[] scores = new float[candidates.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = candidates.get(i).score().value();
    }
    return new Found(scores, scores, true);
  }

  @Override
  public void close() {
    generation.close();
  }
}
