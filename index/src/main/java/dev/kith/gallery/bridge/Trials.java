package dev.kith.gallery.bridge;

import dev.kith.gallery.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/// Held-out identities ask a gallery of everybody, one template each, once as their encoder would
/// have made it and once carried over a bridge. Probes are other samples of the identity; where
/// there are too few of them, the very sample whose embedding was carried.
final class Trials {
  /// Probes that are needed to ask with other samples.
  static final int FEWEST_MATED = 30;

  /// Probes of one identity.
  private static final int MOST = 5;

  private static final double FPIR = 0.01;

  private final List<Pairs.Pair> gallery = new ArrayList<>();
  private final List<Pairs.Pair> probes = new ArrayList<>();
  private final List<Integer> own = new ArrayList<>();
  private final boolean mated;

  Trials(Pairs everybody, LongPredicate heldOut) {
    Map<Long, Integer> place = new LinkedHashMap<>();
    Map<Integer, List<Pairs.Pair>> others = new LinkedHashMap<>();
    for (Pairs.Pair each : everybody.all()) {
      Integer template = place.putIfAbsent(each.identity(), gallery.size());
      if (template == null) {
        gallery.add(each);
      } else if (heldOut.test(each.identity())) {
        others.computeIfAbsent(template, _ -> new ArrayList<>()).add(each);
      }
    }
    others.forEach(
        (template, samples) -> samples.stream().limit(MOST).forEach(each -> ask(each, template)));
    mated = probes.size() >= FEWEST_MATED;
    if (!mated) {
      probes.clear();
      own.clear();
      place.forEach((identity, at) -> {
        if (heldOut.test(identity)) {
          ask(gallery.get(at), at);
        }
      });
    }
  }

  private void ask(Pairs.Pair probe, int template) {
    probes.add(probe);
    own.add(template);
  }

  Figures figures(Bridge bridge) {
    List<Embedding> carried = gallery.stream().map(each -> bridge.across(each.from())).toList();
    double cosine = 0;
    for (int i = 0; i < probes.size(); i++) {
      int at = own.get(i);
      cosine += carried.get(at).cosine(gallery.get(at).to());
    }
    return new Figures(
        probes.size(),
        mated,
        cosine / probes.size(),
        side(gallery.stream().map(Pairs.Pair::to).toList()),
        side(carried));
  }

  private Figures.Side side(List<Embedding> templates) {
    double[] to = new double[probes.size()];
    double[] others = new double[probes.size()];
    for (int i = 0; i < to.length; i++) {
      Embedding probe = probes.get(i).to();
      others[i] = -1;
      for (int row = 0; row < templates.size(); row++) {
        double score = probe.cosine(templates.get(row));
        if (row == own.get(i)) {
          to[i] = score;
        } else {
          others[i] = Math.max(others[i], score);
        }
      }
    }
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    double threshold = sorted[(int) Math.min(sorted.length - 1, sorted.length * (1 - FPIR))];
    int first = 0;
    int missed = 0;
    for (int i = 0; i < to.length; i++) {
      first += to[i] >= others[i] ? 1 : 0;
      missed += to[i] < others[i] || to[i] < threshold ? 1 : 0;
    }
    return new Figures.Side((double) first / to.length, (double) missed / to.length);
  }
}
