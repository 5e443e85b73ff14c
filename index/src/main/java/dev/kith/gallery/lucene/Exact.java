package dev.kith.gallery.lucene;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.lucene.kernel.Panels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Exact searches for many probes at once over one view, on all cores: each core reads each row
/// once for all of its probes.
///
/// @param view what is searched, held by the caller
/// @param limit subjects wanted of each
record Exact(View view, int limit) {

  /// @return each probe's candidates, in the order of the probes
  List<List<Candidate>> search(List<float[]> probes) {
    int cores = Runtime.getRuntime().availableProcessors();
    int share = Math.max(1, (probes.size() + cores - 1) / cores);
    return IntStream.iterate(0, from -> from < probes.size(), from -> from + share)
        .boxed()
        .parallel()
        .map(from -> onOneCore(probes.subList(from, Math.min(probes.size(), from + share))))
        .toList()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /// The same on the caller's thread.
  List<List<Candidate>> onOneCore(List<float[]> probes) {
    try {
      List<Best> bests = new ArrayList<>();
      for (float[] _ : probes) {
        bests.add(view.best(limit));
      }
      long base = 0;
      Panels panels = Panels.of(probes, probes.getFirst().length);
      for (Segment segment : view.segments()) {
        scan(segment, base, panels, probes, bests);
        base += segment.numbers().rows();
      }
      List<List<Candidate>> candidates = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        view.scanFresh(base, probes.get(i), null, bests.get(i));
        candidates.add(view.candidates(bests.get(i)));
      }
      return candidates;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void scan(
      Segment segment, long base, Panels panels, List<float[]> probes, List<Best> bests) {
    if (segment.vectors() == null) {
      return;
    }
    List<SegmentSearch> searches = new ArrayList<>();
    float[] floors = new float[bests.size()];
    for (int i = 0; i < floors.length; i++) {
      searches.add(new SegmentSearch(segment, base, view, null, bests.get(i)));
      floors[i] = bests.get(i).worst();
    }
    segment
        .vectors()
        .scan(
            panels,
            probes,
            floors,
            (row, probe, score) -> {
              searches.get(probe).accept(row, score);
              return bests.get(probe).worst();
            });
  }
}
