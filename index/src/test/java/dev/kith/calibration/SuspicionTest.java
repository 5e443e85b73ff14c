package dev.kith.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTest {
  /// The level leaves a twentieth of a trial at most, so a false suspect in twenty runs would be
  /// usual; scores of the sphere end sooner.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void strangersAreNoSuspects(long seed) {
    float[] bests = strangers(seed, 600);
    float level = Suspicion.level(bests);
    for (float each : bests) {
      assertThat(each).as("seed %d", seed).isLessThan(level);
    }
  }

  /// Even where one trial in forty is of somebody who is enrolled.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whoeverIsEnrolledIsSuspectAndDoesNotHideTheOthers(long seed) {
    float[] bests = strangers(seed, 600);
    for (int i = 0; i < 15; i++) {
      bests[i] = 0.97f + 0.001f * (i % 10);
    }
    assertThat(Suspicion.level(bests)).as("seed %d", seed).isLessThan(0.97f);
  }

  private static float[] strangers(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return Identities.bests(Identities.draw(random, 300), Identities.draw(random, count));
  }
}
