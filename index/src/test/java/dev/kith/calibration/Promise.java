package dev.kith.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Whether the realised FPIR lies where the calibration says: gallery, cohort and probes are drawn
/// anew in every run.
///
/// @param subjects of the gallery that is asked about
/// @param measuredAt subjects that the gallery had when it was calibrated
/// @param strangers of the cohort
/// @param fresh strangers whose scores tell the realised rate
record Promise(int subjects, int measuredAt, int strangers, int fresh) {
  private static final int TOLD_EVERY = 10;

  /// What the runs of one wanted rate came to.
  static final class Outcome {
    private final double wanted;
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> widths = new ArrayList<>();
    private int covered;

    Outcome(double wanted) {
      this.wanted = wanted;
    }

    void add(Calibration made, float[] realised) {
      int hits = 0;
      for (float each : realised) {
        hits += each >= made.threshold().value() ? 1 : 0;
      }
      double rate = Math.max(hits, 0.5) / realised.length;
      if (made.fpir().low() <= rate && rate <= made.fpir().high()) {
        covered++;
      }
      ratios.add(Math.log(rate / Math.max(wanted, made.supported())));
      widths.add(made.fpir().high() / made.fpir().low());
    }

    int covered() {
      return covered;
    }

    /// With its Clopper-Pearson interval.
    Estimate coverage() {
      return ClopperPearson.of(covered, ratios.size(), 0.95);
    }

    /// Geometric mean of realised by wanted.
    double ratio() {
      return Math.exp(ratios.stream().mapToDouble(each -> each).average().orElse(Double.NaN));
    }

    /// Median of the interval's upper by its lower end.
    double width() {
      return widths.stream().sorted().toList().get(widths.size() / 2);
    }

    @Override
    public String toString() {
      return "FPIR %s: coverage %.3f [%.3f, %.3f] of %d runs, realised/wanted %.2f, median high/low %.1f"
          .formatted(
              wanted,
              coverage().value(),
              coverage().low(),
              coverage().high(),
              ratios.size(),
              ratio(),
              width());
    }
  }

  /// @return an outcome for each wanted rate
  List<Outcome> hold(int runs, long seed, double... wanted) {
    List<Outcome> outcomes = new ArrayList<>();
    for (double each : wanted) {
      outcomes.add(new Outcome(each));
    }
    for (int run = 0; run < runs; run++) {
      run(new SplittableRandom(seed + run), outcomes);
      if ((run + 1) % TOLD_EVERY == 0 || run + 1 == runs) {
        outcomes.forEach(outcome -> System.out.println(this + ", seed " + seed + ", " + outcome));
      }
    }
    return outcomes;
  }

  private void run(SplittableRandom random, List<Outcome> outcomes) {
    List<float[]> gallery = Identities.draw(random, subjects);
    float[] cohort =
        Identities.bests(gallery.subList(0, measuredAt), Identities.draw(random, strangers));
    float[] realised = Identities.bests(gallery, Identities.draw(random, fresh));
    Measured measured = Measured.cohort(cohort, measuredAt);
    for (Outcome outcome : outcomes) {
      outcome.add(
          Calibration.of(List.of(measured), Mated.NONE, outcome.wanted, subjects).orElseThrow(),
          realised);
    }
  }
}
