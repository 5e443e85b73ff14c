package dev.kith.gallery.lucene.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// That the benchmarks run; what they say in so short a time means nothing.
class KernelFiguresTest {
  @Test
  void everyKernelIsTimedInBothWaysAtBothDimensionsBesideThePeak() throws RunnerException {
    List<KernelFigures.Line> lines =
        KernelFigures.run(
            new OptionsBuilder()
                .param("mebibytes", "1")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .verbosity(VerboseMode.SILENT));
    assertThat(lines)
        .extracting(line -> line.kernel() + " " + line.dimension())
        .containsExactlyInAnyOrder(
            "randomRows 128",
            "randomRows 512",
            "neighbouringRows 128",
            "neighbouringRows 512",
            "randomCodes 128",
            "randomCodes 512",
            "matrix 128",
            "matrix 512");
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(line.plain()).isPositive();
          assertThat(line.vector()).isPositive();
          assertThat(line.peak()).isPositive();
        });
  }
}
