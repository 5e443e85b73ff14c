package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;
import java.util.List;
import picocli.CommandLine.Option;

/// What is asked of an index, and for how long.
final class AskingOptions {
  @Option(
      names = "--asked",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Queries to generate. Default: ${DEFAULT-VALUE}.")
  int asked;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what is generated. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "That search at once. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "To search for with each beam. Default: ${DEFAULT-VALUE}.")
  double seconds;

  /// @throws CommandFailure for a number that nothing can be measured with
  void check(List<Integer> beams) {
    if (threads < 1 || asked < 2 || !(seconds > 0)) {
      throw new CommandFailure(
          "got --threads %d, --asked %d, --seconds %s, expected at least 1, at least 2, above 0"
              .formatted(threads, asked, seconds));
    }
    for (int beam : beams) {
      if (beam < 1) {
        throw new CommandFailure("got beam %d, expected at least 1".formatted(beam));
      }
    }
  }
}
