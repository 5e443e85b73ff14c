package dev.kith.gallery.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.calibration.ClopperPearson;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Score;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static List<Candidate> ranked(int first, int count) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      candidates.add(
          new Candidate(new SubjectId("s" + i), new Score(1 - 0.01f * i), new TemplateId("t")));
    }
    return candidates;
  }

  @Test
  void whatReachesTheLastTrueScoreCounts() {
    Tally tally = Tally.NONE.and(ranked(2, 10), ranked(0, 10)).and(ranked(0, 10), ranked(0, 10));
    assertThat(tally.searches()).isEqualTo(2);
    assertThat(tally.missed()).isEqualTo(2);
    assertThat(tally.share()).isEqualTo(0.9);
    assertThat(Tally.NONE.and(List.of(), List.of())).isEqualTo(Tally.NONE);
  }

  @Test
  void searchesThatMissAllOrNothingAreWorthOneTrialEach() {
    Tally tally = Tally.NONE;
    for (int i = 0; i < 500; i++) {
      tally = tally.and(i % 50 == 0 ? List.of() : ranked(0, 10), ranked(0, 10));
    }
    var alone = ClopperPearson.of(490, 500, 0.95);
    assertThat(tally.estimate().low()).isCloseTo(alone.low(), within(0.002));
    assertThat(tally.estimate().high()).isCloseTo(alone.high(), within(0.002));
  }

  @Test
  void independentMissesAreWorthATrialEach() {
    Random random = new Random(5);
    Tally tally = Tally.NONE;
    for (int i = 0; i < 2000; i++) {
      int missed = 0;
      for (int j = 0; j < 10; j++) {
        missed += random.nextInt(50) == 0 ? 1 : 0;
      }
      tally = tally.and(ranked(missed, 10), ranked(0, 10));
    }
    var together = ClopperPearson.of(Math.round(20_000 * tally.share()), 20_000, 0.95);
    assertThat(tally.estimate().low()).isCloseTo(together.low(), within(0.0005));
  }

  @Test
  void nothingMissedStillLeavesDoubt() {
    Tally tally = Tally.NONE;
    for (int i = 0; i < 100; i++) {
      tally = tally.and(ranked(0, 10), ranked(0, 10));
    }
    assertThat(tally.estimate().value()).isEqualTo(1);
    assertThat(tally.estimate().low()).isCloseTo(Math.pow(0.025, 0.01), within(1e-6));
    assertThat(Tally.NONE.estimate().low()).isZero();
  }
}
