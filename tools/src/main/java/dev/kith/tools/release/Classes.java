package dev.kith.tools.release;

import dev.kith.tools.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Classes in two parts that share none: some to learn from, the others to measure on.
record Classes(Set<String> learnt, Set<String> held) {
  Classes {
    learnt = Set.copyOf(learnt);
    held = Set.copyOf(held);
  }

  /// @param share of the classes that are learnt from
  /// @throws CommandFailure if that leaves fewer than one or two
  static Classes drawn(List<String> all, double share, long seed) {
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    int learnt = (int) Math.max(1, Math.round(share * all.size()));
    if (all.size() - learnt < 2) {
      throw new CommandFailure(
          "got %d classes, expected enough to learn from %.0f %% of them and measure on at least 2 others"
              .formatted(all.size(), 100 * share));
    }
    return new Classes(
        Set.copyOf(shuffled.subList(0, learnt)),
        Set.copyOf(shuffled.subList(learnt, shuffled.size())));
  }
}
