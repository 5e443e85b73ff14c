package dev.kith.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Values marked SciPy were computed by hand with scipy.stats (beta.ppf, betainc, genpareto.sf).
class DistributionsTest {
  @Test
  void clopperPearsonAgreesWithScipy() {
    Estimate some = ClopperPearson.of(3, 100, 0.95);
    assertThat(some.low()).isCloseTo(0.006229971538306395, within(1e-9));
    assertThat(some.high()).isCloseTo(0.08517605297428002, within(1e-9));
    assertThat(ClopperPearson.of(0, 2000, 0.95).high())
        .isCloseTo(0.0018427397934059364, within(1e-9));
    assertThat(ClopperPearson.of(20, 2000, 0.95).low())
        .isCloseTo(0.006118657542743463, within(1e-9));
    assertThat(ClopperPearson.of(5, 5, 0.95).high()).isEqualTo(1);
    assertThatThrownBy(() -> ClopperPearson.of(2, 1, 0.95))
        .hasMessageContaining("got 2 hits of 1 trials");
  }

  @Test
  void theIncompleteBetaAgreesWithScipy() {
    assertThat(IncompleteBeta.of(2.5, 7, 0.3)).isCloseTo(0.6412224629717214, within(1e-12));
    assertThat(IncompleteBeta.of(200, 3, 0.97)).isCloseTo(0.05673453694079385, within(1e-12));
  }

  @Test
  void theParetoTailAgreesWithScipy() {
    Pareto tail = new Pareto(0.4, 0.1, 0.05, -0.2);
    assertThat(tail.pass(0.5)).isCloseTo(0.007776, within(1e-12));
    assertThat(new Pareto(0.4, 0.1, 0.05, 0.3).pass(0.5))
        .isCloseTo(0.020873729817830772, within(1e-12));
    assertThat(new Pareto(0.4, 0.1, 0.05, 0).pass(0.5))
        .isCloseTo(0.013533528323661271, within(1e-12));
    assertThat(tail.pass(0.7)).isZero();
    assertThat(tail.pass(tail.quantile(0.003))).isCloseTo(0.003, within(1e-12));
  }

  @Test
  void aFitFindsTheTailItWasDrawnFrom() {
    Random random = new Random(5);
    double[] excesses = new double[20_000];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = 0.05 * (Math.pow(1 - random.nextDouble(), 0.2) - 1) / -0.2;
    }
    Arrays.sort(excesses);
    Pareto fitted = Pareto.fit(0.4, 0.1, excesses);
    assertThat(fitted.shape()).isCloseTo(-0.2, within(0.03));
    assertThat(fitted.scale()).isCloseTo(0.05, within(0.002));
  }

  @Test
  void trialsThatShareASubjectHangTogether() {
    int[] groups = Together.groups(new long[] {1, 2, 3, 4, 5}, new long[] {2, 1, 2, 9, 9});
    assertThat(groups[0]).isEqualTo(groups[1]).isEqualTo(groups[2]);
    assertThat(groups[3]).isEqualTo(groups[4]).isNotEqualTo(groups[0]);
  }
}
