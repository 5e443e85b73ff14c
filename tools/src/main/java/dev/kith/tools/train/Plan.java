package dev.kith.tools.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Turns a budget into steps, before the first one: a schedule must know where it ends, and a run
/// that is repeated or resumed must end there too.
final class Plan {
  private static final int SETTLING_STEPS = 10;
  private static final int FEWEST_STEPS = 12;
  private static final double SHARE = 0.02;

  private Plan() {}

  /// @return at least 1
  static long steps(Recipe recipe, Split split) {
    var budget = recipe.budget();
    if (budget.steps() > 0) {
      return budget.steps();
    }
    // what a trial learns is thrown away
    try (var trial = new Trainer(recipe, split)) {
      return Math.max(
          1,
          budget.epochs() > 0
              ? Math.round(budget.epochs() * trial.stepsPerEpoch())
              : (long) (budget.seconds() / secondsOfAStep(trial, SHARE * budget.seconds())));
    }
  }

  private static double secondsOfAStep(Trainer trial, double atLeast) {
    for (int step = 0; step < SETTLING_STEPS; step++) {
      trial.step(step, Long.MAX_VALUE);
    }
    double begun = cpuSeconds();
    int taken = 0;
    while (taken < FEWEST_STEPS || cpuSeconds() - begun < atLeast) {
      trial.step(SETTLING_STEPS + taken, Long.MAX_VALUE);
      taken++;
    }
    return (cpuSeconds() - begun) / taken;
  }

  /// CPU time of this process so far: all of its threads, compilers and collectors included.
  static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
