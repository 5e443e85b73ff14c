package dev.kith.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  private static final long SUBJECTS = 100;

  /// A stranger in a thousand passes 0.6, were there a hundred subjects.
  private static final Prior PRIOR = new Prior(new Pareto(0.5, 1e-4, 0.0434, 0), 10_000_000, 1500);

  /// As many strangers, their best scores around a middle.
  private static Measured strangers(long seed, int count, double middle, double spread) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] bests = new float[count];
    for (int i = 0; i < count; i++) {
      bests[i] = (float) Math.clamp(middle + spread * random.nextGaussian(), -1, 1);
    }
    return Measured.cohort(bests, SUBJECTS);
  }

  private static Calibration at(double fpir, Evidence... evidence) {
    return Calibration.of(List.of(evidence), Mated.NONE, fpir, SUBJECTS).orElseThrow();
  }

  @Test
  void aPriorTellsWhatFewStrangersCannot() {
    Calibration made = at(0.001, strangers(1, 200, 0.3, 0.1), PRIOR);
    assertThat(made.evidence().method()).isEqualTo(Method.PRIOR);
    assertThat(made.threshold().value()).isCloseTo(0.6, within(0.01));
    assertThat(made.note()).isEmpty();
  }

  @Test
  void aPriorThatTheStrangersRefuteIsNotHeard() {
    // a third of these strangers would pass where the prior says one in a thousand
    Measured strangers = strangers(2, 200, 0.55, 0.1);
    Calibration made = at(0.001, strangers, PRIOR);
    assertThat(strangers.fpir(0.6, SUBJECTS).low()).isGreaterThan(0.2);
    assertThat(made.evidence().method()).isEqualTo(Method.COHORT);
    assertThat(made.threshold().value()).isGreaterThan(at(0.01, strangers).threshold().value());
    assertThat(made.note().orElseThrow()).contains("200 trials against 100 subjects support");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aSmallerRateNeverAsksForALowerThreshold(long seed) {
    Measured strangers = strangers(seed, 299, 0.65, 0.1);
    for (long subjects : new long[] {SUBJECTS, 2 * SUBJECTS, 10 * SUBJECTS}) {
      double last = -1;
      for (double rate = 0.5; rate > 0.001; rate *= 0.97) {
        double at = strangers.threshold(rate, subjects).value();
        assertThat(at).as("seed %d, FPIR %s", seed, rate).isGreaterThanOrEqualTo(last);
        last = at;
      }
    }
  }

  /// The point comes from moments, the interval from the likelihood: where strangers who are nearly
  /// enrolled stand apart from the others, the two see different tails.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anIntervalIsNeverAPoint(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] bests = new float[103];
    for (int i = 0; i < bests.length; i++) {
      bests[i] = (float) (i < seed ? 0.9 + 0.001 * i : 0.5 + 0.05 * random.nextGaussian());
    }
    Measured strangers = Measured.cohort(bests, SUBJECTS);
    for (double rate : new double[] {0.05, 0.03, 0.02}) {
      Estimate threshold = strangers.threshold(rate, SUBJECTS);
      assertThat(threshold.high() - threshold.low())
          .as("seed %d, FPIR %s: %s", seed, rate, threshold)
          .isGreaterThan(0.005);
      Estimate fpir = strangers.fpir(threshold.value(), SUBJECTS);
      assertThat(fpir.high())
          .as("seed %d, FPIR %s: %s", seed, rate, fpir)
          .isGreaterThan(1.2 * rate);
    }
  }
}
