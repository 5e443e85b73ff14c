package dev.kith.calibration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Which trials hang together: those that share a subject, as the one tried or as its nearest.
final class Together {
  private final int[] parents;

  private Together(int size) {
    parents = new int[size];
    Arrays.setAll(parents, i -> i);
  }

  /// A number for each trial, the same for those that hang together.
  static int[] groups(long[] self, long[] nearest) {
    Map<Long, Integer> first = new HashMap<>();
    Together together = new Together(self.length);
    for (int i = 0; i < self.length; i++) {
      for (long subject : new long[] {self[i], nearest[i]}) {
        Integer other = first.putIfAbsent(subject, i);
        if (other != null) {
          together.join(i, other);
        }
      }
    }
    int[] groups = new int[self.length];
    Arrays.setAll(groups, together::root);
    return groups;
  }

  private void join(int one, int other) {
    parents[root(one)] = root(other);
  }

  private int root(int trial) {
    int at = trial;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
