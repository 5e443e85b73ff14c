package dev.kith.tools.loss.mine;

import dev.kith.tools.loss.batch.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows of a batch two by two: an anchor and a positive of its class, no row twice.
///
/// Within a class the first row goes with the second, the third with the fourth; an odd one is left
/// out.
public final class Couples {
  private record Couple(int anchor, int positive, int label) {}

  private final List<Couple> couples;

  private Couples(List<Couple> couples) {
    this.couples = couples;
  }

  public static Couples of(Labels labels) {
    List<Couple> couples = new ArrayList<>();
    Map<Integer, Integer> waiting = new HashMap<>();
    for (int row = 0; row < labels.size(); row++) {
      Integer anchor = waiting.remove(labels.at(row));
      if (anchor == null) {
        waiting.put(labels.at(row), row);
      } else {
        couples.add(new Couple(anchor, row, labels.at(row)));
      }
    }
    return new Couples(couples);
  }

  /// The first couple of each class.
  public Couples onePerClass() {
    Set<Integer> seen = new HashSet<>();
    return new Couples(couples.stream().filter(couple -> seen.add(couple.label())).toList());
  }

  public int size() {
    return couples.size();
  }

  /// The rows of the anchors, in the order of the couples.
  public long[] anchors() {
    return couples.stream().mapToLong(Couple::anchor).toArray();
  }

  public long[] positives() {
    return couples.stream().mapToLong(Couple::positive).toArray();
  }

  public Labels labels() {
    return Labels.of(couples.stream().mapToInt(Couple::label).toArray());
  }

  /// `[size, size]` in rows: 1 where two couples are of different classes, 0 elsewhere.
  public float[] differ() {
    float[] flags = new float[size() * size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = couples.get(i / size()).label() != couples.get(i % size()).label() ? 1 : 0;
    }
    return flags;
  }
}
