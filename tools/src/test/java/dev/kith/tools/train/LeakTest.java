package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakTest {
  private static final int STEPS = 10_000;
  private static final int SETTLED = 2_000;
  private static final long ALLOWED = 24 << 20;

  @TempDir private Path folder;

  /// One batch of embeddings left behind at each step would be 49 MB.
  @Test
  void memoryIsFlatOverTenThousandSteps() throws Exception {
    assumeTrue(Boolean.getBoolean("kith.stress"), "takes minutes: -Pstress");
    assumeTrue(Files.exists(Path.of("/proc/self/statm")), "asks Linux how much memory it holds");
    var recipe =
        Recipes.glyphs(
            """
            ,"losses":[{"loss":"multi_similarity"},{"loss":"proxy_anchor","factor":0.1}],
            "memory":{"capacity":60,"warmUp":20},"budget":{"steps":10000}
            """);
    long settled = 0;
    try (var split = Split.of(recipe, folder);
        var trainer = new Trainer(recipe, split)) {
      for (int step = 0; step < STEPS; step++) {
        trainer.step(step, STEPS);
        settled = step == SETTLED ? resident() : settled;
      }
    }
    System.out.printf(
        "resident after %d steps %,d KiB, after %d %,d KiB%n",
        SETTLED, settled >> 10, STEPS, resident() >> 10);
    assertThat(resident() - settled).isLessThan(ALLOWED);
  }

  private static long resident() throws Exception {
    System.gc();
    return 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
  }
}
