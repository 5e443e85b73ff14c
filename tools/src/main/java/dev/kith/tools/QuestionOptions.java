package dev.kith.tools;

import dev.kith.tools.target.Question;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// How a decision is made where it isn't left to the gallery.
final class QuestionOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Point point;

  private static final class Point {
    @Option(
        names = "--fpir",
        paramLabel = "RATE",
        description = "Wanted false-positive identification rate. Default: the gallery's.")
    private @Nullable Double fpir;

    @Option(
        names = "--threshold",
        paramLabel = "COSINE",
        description = "A score that decides by itself.")
    private @Nullable Double threshold;
  }

  Question question(int limit, boolean exact) {
    return new Question(
        limit,
        optional(point == null ? null : point.fpir),
        optional(point == null ? null : point.threshold),
        exact);
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
