package dev.kith.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class HelpTest {
  static Stream<CommandLine> commands() {
    return everyOne(Kith.commandLine(new String[0], Map.of()));
  }

  private static Stream<CommandLine> everyOne(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::everyOne));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfAndAllItTakes(CommandLine command) {
    var spec = command.getCommandSpec();
    assertThat(command.getUsageMessage().lines()).as(spec.qualifiedName()).hasSizeGreaterThan(5);
    spec.args()
        .forEach(argument ->
            assertThat(argument.description())
                .as(spec.qualifiedName() + " " + argument.paramLabel())
                .isNotEmpty());
    assertThat(command.getUsageMessage()).doesNotContain("$", "null");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsInEightyColumns(CommandLine command) {
    command.setUsageHelpAutoWidth(false);
    assertThat(command.getUsageMessage().lines())
        .as(command.getCommandSpec().qualifiedName())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }
}
