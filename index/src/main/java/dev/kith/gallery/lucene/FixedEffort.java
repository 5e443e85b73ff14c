package dev.kith.gallery.lucene;

import dev.kith.gallery.Recall;
import dev.kith.gallery.Search;

/// The same beam for every search, whatever it finds: for measurements.
record FixedEffort(int beam) implements Effort {
  @Override
  public int beam(float[] probe, Search search) {
    return Math.max(beam, search.limit());
  }

  @Override
  public void promise(double recall) {
    // nothing is promised
  }

  @Override
  public Recall recall() {
    return new Recall(0, Double.NaN, 0, 1, 0, beam);
  }

  @Override
  public void close() {
    // nothing runs
  }
}
