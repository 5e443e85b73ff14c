package dev.kith.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Whether the realised FPIR lies where the calibration says: identities on a sphere of few
/// dimensions, galleries and cohorts drawn anew in every run.
class PromiseTest {
  private static final int DIMENSION = 24;

  /// What the runs of one setting came to.
  private record Outcome(int covered, int runs, double ratio, double width) {
    static Outcome of(int runs, int subjects, int cohort, double fpir, int fresh, long seed) {
      int covered = 0;
      double ratio = 0;
      List<Double> widths = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        Random random = new Random(seed + run);
        float[] gallery = people(random, subjects);
        Measured measured = Measured.cohort(bests(random, gallery, cohort), subjects);
        Calibration made =
            Calibration.of(List.of(measured), Mated.NONE, fpir, subjects).orElseThrow();
        float[] realised = bests(random, gallery, fresh);
        int hits = 0;
        for (float each : realised) {
          hits += each >= made.threshold().value() ? 1 : 0;
        }
        double rate = Math.max(hits, 0.5) / fresh;
        if (made.fpir().low() <= rate && rate <= made.fpir().high()) {
          covered++;
        }
        ratio += Math.log(rate / Math.max(fpir, made.supported())) / runs;
        widths.add(made.fpir().high() / made.fpir().low());
      }
      widths.sort(null);
      return new Outcome(covered, runs, Math.exp(ratio), widths.get(runs / 2));
    }

    void report(String name) {
      Estimate coverage = ClopperPearson.of(covered, runs, 0.95);
      System.out.printf(
          "%s: coverage %.3f [%.3f, %.3f] of %d runs, realised/wanted %.2f, median high/low %.1f%n",
          name, coverage.value(), coverage.low(), coverage.high(), runs, ratio, width);
    }
  }

  private static float[] people(Random random, int count) {
    float[] rows = new float[count * DIMENSION];
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int j = 0; j < DIMENSION; j++) {
        float value = (float) random.nextGaussian();
        rows[i * DIMENSION + j] = value;
        squares += value * value;
      }
      for (int j = 0; j < DIMENSION; j++) {
        rows[i * DIMENSION + j] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  private static float[] bests(Random random, float[] gallery, int strangers) {
    float[] probes = people(random, strangers);
    float[] bests = new float[strangers];
    Arrays.fill(bests, -1);
    int subjects = gallery.length / DIMENSION;
    for (int i = 0; i < strangers; i++) {
      for (int j = 0; j < subjects; j++) {
        float sum = 0;
        for (int k = 0; k < DIMENSION; k++) {
          sum += probes[i * DIMENSION + k] * gallery[j * DIMENSION + k];
        }
        bests[i] = Math.max(bests[i], sum);
      }
    }
    return bests;
  }

  @Test
  void theRealisedRateLiesWithinTheIntervalAtOnePercent() {
    Outcome outcome = Outcome.of(30, 500, 2000, 0.01, 10_000, 1);
    outcome.report("500 subjects, 1 %");
    assertThat(outcome.covered()).isGreaterThanOrEqualTo(26);
    assertThat(outcome.ratio()).isBetween(0.8, 1.25);
  }

  @Test
  void theIntervalStaysUsefulAtOneInAThousand() {
    Outcome outcome = Outcome.of(15, 300, 2000, 0.001, 40_000, 7);
    outcome.report("300 subjects, 0.1 %");
    assertThat(outcome.covered()).isGreaterThanOrEqualTo(12);
    assertThat(outcome.width()).isLessThan(20);
  }

  @Test
  @EnabledIfSystemProperty(named = "kith.stress", matches = "true")
  void thePromiseIsKeptAtAThousandSubjects() {
    holds(200, 1000, 0.01, 10_000);
    holds(200, 1000, 0.001, 100_000);
  }

  @Test
  @EnabledIfSystemProperty(named = "kith.stress", matches = "true")
  void thePromiseIsKeptAtTwentyThousandSubjects() {
    holds(200, 20_000, 0.01, 10_000);
    holds(40, 20_000, 0.001, 100_000);
  }

  private static void holds(int runs, int subjects, double fpir, int fresh) {
    Outcome outcome = Outcome.of(runs, subjects, 2000, fpir, fresh, 1000L * subjects);
    outcome.report(subjects + " subjects, FPIR " + fpir);
    assertThat(ClopperPearson.of(outcome.covered(), runs, 0.95).high())
        .as("coverage")
        .isGreaterThanOrEqualTo(0.9);
    assertThat(outcome.ratio()).isBetween(0.8, 1.25);
  }
}
