package dev.kith.tools.train;

import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kith train`.
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains an encoder as a recipe says and leaves a folder with the ONNX file.")
public final class TrainCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "RECIPE.json", description = "What to train, on what, for how long.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path recipe;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder (default: runs/NAME).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try {
      var read = RecipeFile.read(recipe);
      var home = recipe.toAbsolutePath().getParent();
      var folder = out == null ? Path.of("runs", read.name()) : out;
      var metrics = new Run(read, home == null ? Path.of("") : home, folder).train();
      var print = spec.commandLine().getOut();
      if (json) {
        print.println(metrics);
      } else {
        print.printf(
            "%s: R@1 %.3f on %d classes never seen, loss %.4f, %.0f s%n",
            metrics.path("encoder").asText(),
            metrics.path("validation").path("recallAt1").asDouble(),
            metrics.path("validation").path("classes").asInt(),
            metrics.path("loss").asDouble(),
            metrics.path("seconds").asDouble());
      }
      return ExitCode.DONE;
    } catch (RecipeException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }
}
