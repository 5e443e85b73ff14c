package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
  private static final Path FILE =
      Path.of(System.getProperty("kith.shared", "shared"), "golden", "losses.json");

  static Stream<Arguments> cases() throws IOException {
    assumeTrue(Files.exists(FILE), "no golden file");
    return GoldenCase.read(FILE).stream().map(c -> Arguments.of(c.name() + " " + c.params(), c));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void lossAndGradientsAgreeWithTheReference(String name, GoldenCase golden) {
    assertThat(golden.deviation()).isLessThanOrEqualTo(1e-6);
  }
}
