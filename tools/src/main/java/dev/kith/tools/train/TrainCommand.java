package dev.kith.tools.train;

import dev.kith.tools.loss.LossParameterException;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.train.Recipe.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    header = "Train an encoder as a recipe says.",
    description = {
      "",
      "The run's folder gets the encoder (ONNX, its manifest inside), metrics, plots (SVG) and the recipe with its budget in"
          + " steps. A time budget is CPU time of this process, for the steps alone: a short trial tells how many that are. A run"
          + " that was cut off goes on from its last checkpoint when the same command is given again, and on one thread ends"
          + " with the same encoder as an unbroken one, bit for bit.",
      ""
    })
public final class TrainCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "RECIPE.json", description = "What to train, on what, for how long.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path recipe;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Learn from these class folders (or the same in a .zip) instead of the recipe's own.")
  private @Nullable Path images;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder (default: runs/NAME).")
  private @Nullable Path out;

  @Option(
      names = "--save-every",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "Time between two checkpoints. Default: ${DEFAULT-VALUE}.")
  private double saveEvery;

  @Option(
      names = "--fresh",
      description =
          "Begin anew where a run was cut off, instead of going on from its last checkpoint.")
  private boolean fresh;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try {
      var read = from(images, RecipeFile.read(recipe));
      var home = recipe.toAbsolutePath().getParent();
      var folder = out == null ? Path.of("runs", read.name()) : out;
      var every = Duration.ofMillis((long) (1000 * saveEvery));
      var run = new Run(read, home == null ? Path.of("") : home, folder, every);
      var metrics = (fresh ? run.fresh() : run).train();
      var print = spec.commandLine().getOut();
      if (json) {
        print.println(metrics);
      } else {
        print.printf(
            "%s: R@1 %.3f on %d classes never seen, loss %.4f, %d steps in %.0f s of CPU time%n",
            metrics.path("encoder").asText(),
            metrics.path("validation").path("recallAt1").asDouble(),
            metrics.path("validation").path("classes").asInt(),
            metrics.path("loss").asDouble(),
            metrics.path("steps").asLong(),
            metrics.path("cpuSeconds").asDouble());
      }
      return ExitCode.DONE;
    } catch (RecipeException | LossParameterException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static Recipe from(@Nullable Path images, Recipe recipe) {
    if (images == null) {
      return recipe;
    }
    boolean turns = recipe.data() instanceof DataSource.Folder(_, boolean turned) && turned;
    return recipe.with(new DataSource.Folder(images.toAbsolutePath().toString(), turns));
  }
}
