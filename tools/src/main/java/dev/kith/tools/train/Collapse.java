package dev.kith.tools.train;

import java.util.Optional;

/// Notices a net that maps everything to one point, where a loss stays at its margin for good
/// (Hermans et al. 2017): every comparison fails by the same amount, and no gradient tells how to
/// get out. One thread.
final class Collapse {
  private static final System.Logger LOG = System.getLogger(Collapse.class.getName());
  private static final double LEAST_SPREAD = 0.02;
  private static final int PATIENCE = 100;

  private int steps;
  private Optional<String> warning = Optional.empty();

  void watch(Trainer.Step step) {
    steps = step.spread() < LEAST_SPREAD ? steps + 1 : 0;
    if (steps >= PATIENCE && warning.isEmpty()) {
      String words =
          "collapse: for %d steps the embeddings of a batch have all but coincided (spread %.4f), and the loss stands at %.4f, as at a margin; try a lower rate, or a miner that leaves the hardest out (semi_hard)"
              .formatted(PATIENCE, step.spread(), step.loss());
      warning = Optional.of(words);
      LOG.log(System.Logger.Level.WARNING, words);
    }
  }

  /// What was said, if it was.
  Optional<String> warning() {
    return warning;
  }
}
