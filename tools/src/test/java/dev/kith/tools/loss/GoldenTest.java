package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
  private static final Path FILE =
      Path.of(System.getProperty("kith.shared", "shared"), "golden", "losses.json");

  @BeforeAll
  static void needsTheGoldenFile() {
    assumeTrue(Files.exists(FILE), () -> "no golden file " + FILE);
  }

  static Stream<Named<GoldenCase>> cases() throws IOException {
    return GoldenCase.read(FILE).stream()
        .map(golden -> Named.of(golden.name() + " " + golden.params(), golden));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientsAgreeWithTheReference(GoldenCase golden) {
    Verdict verdict = golden.judge();
    assertThat(verdict.agrees(1e-6)).as(verdict.toString()).isTrue();
  }
}
