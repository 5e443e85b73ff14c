package dev.kith.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogScaleTest {
  @Test
  void theAxisBeginsAtARoundShareBelow() {
    assertThat(LogScale.downTo(0.0037).least()).isCloseTo(0.002, within(1e-12));
    assertThat(LogScale.downTo(0.001).least()).isCloseTo(0.001, within(1e-12));
    assertThat(LogScale.downTo(0.99).least()).isEqualTo(0.5);
    assertThat(LogScale.downTo(0).least()).isCloseTo(1e-9, within(1e-15));
  }

  @Test
  void sharesLieBetweenItsEnds() {
    LogScale scale = LogScale.downTo(0.01);
    assertThat(scale.at(0.01)).isCloseTo(0, within(1e-12));
    assertThat(scale.at(0.1)).isCloseTo(0.5, within(1e-12));
    assertThat(scale.at(1)).isEqualTo(1);
    assertThat(scale.at(0)).isCloseTo(0, within(1e-12));
  }

  @Test
  void ticksAreRoundAndReadAsSuch() {
    assertThat(LogScale.downTo(0.2).ticks().stream().map(LogScale::percent))
        .containsExactly("20 %", "50 %", "100 %");
    assertThat(LogScale.downTo(0.00001).ticks().stream().map(LogScale::percent))
        .containsExactly("0.001 %", "0.01 %", "0.1 %", "1 %", "10 %", "100 %");
  }
}
