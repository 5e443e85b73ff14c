package dev.kith.tools.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.encoder.ModelManifest;
import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.ImpostorTail;
import dev.kith.tools.evaluate.Retrieval;
import dev.kith.tools.export.Exporter;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/// One training from a recipe to a folder: `recipe.json` (resolved, its budget in steps),
/// `metrics.json` and `encoder.onnx`.
final class Run {
  private static final int PARITY_SAMPLES = 16;
  private static final int TRIAL_STEPS = 12;
  private static final int SETTLING_STEPS = 4;

  private final Split split;
  private final Path folder;
  private Recipe recipe;

  /// @param home where relative paths of the recipe start
  /// @param folder is made, or written over
  Run(Recipe recipe, Path home, Path folder) throws IOException {
    this.recipe = recipe;
    this.split = Split.of(recipe, home);
    this.folder = Files.createDirectories(folder);
  }

  /// Trains, measures, exports; the answer is what `metrics.json` holds.
  ObjectNode train() throws IOException {
    long begun = System.nanoTime();
    long steps = steps();
    recipe = recipe.with(new Recipe.Budget(steps, 0, 0));
    Files.writeString(folder.resolve("recipe.json"), RecipeFile.write(recipe));
    try (var trainer = new Trainer(recipe, split.training())) {
      double loss = take(trainer, steps);
      var metrics = metrics(trainer, Duration.ofNanos(System.nanoTime() - begun), steps, loss);
      Files.writeString(folder.resolve("metrics.json"), metrics.toPrettyString() + "\n");
      return metrics;
    }
  }

  private double take(Trainer trainer, long steps) {
    double loss = 0;
    double size = recipe.batch().size();
    long begun = System.nanoTime();
    try (var bar = new ProgressBar("training " + recipe.name(), steps)) {
      for (long number = 0; number < steps; number++) {
        var step = trainer.step(number, steps);
        loss += (step.loss() - loss) * Math.max(0.02, 1.0 / (number + 1));
        bar.step(1);
        bar.remark(
            "loss %.4f  %2.0f%% still teach  %.0f images/s"
                .formatted(loss, 100 * step.share(), (number + 1) * size / seconds(begun)));
      }
    }
    return loss;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  /// How many steps the budget is; a time budget is measured on a trial that is thrown away.
  private long steps() {
    var budget = recipe.budget();
    if (budget.steps() > 0) {
      return budget.steps();
    }
    try (var trial = new Trainer(recipe, split.training())) {
      if (budget.epochs() > 0) {
        return Math.max(1, Math.round(budget.epochs() * trial.stepsPerEpoch()));
      }
      var threads = ManagementFactory.getThreadMXBean();
      long begun = 0;
      for (int step = 0; step < SETTLING_STEPS + TRIAL_STEPS; step++) {
        begun = step == SETTLING_STEPS ? threads.getCurrentThreadCpuTime() : begun;
        trial.step(step, Long.MAX_VALUE);
      }
      double each = (threads.getCurrentThreadCpuTime() - begun) / 1e9 / TRIAL_STEPS;
      return Math.max(1, (long) (budget.seconds() / each));
    }
  }

  private ObjectNode metrics(Trainer trainer, Duration took, long steps, double loss)
      throws IOException {
    var held = Measure.embed(trainer, split.validation());
    var tail = Measure.tail(split.prior().equals(split.validation()) ? held : prior(trainer));
    var file = folder.resolve("encoder.onnx");
    Files.write(file, export(trainer, tail));
    var metrics = RecipeFile.JSON.createObjectNode();
    metrics.put("run", folder.toString());
    metrics.put("seconds", took.toMillis() / 1000.0);
    metrics.put("images", steps * recipe.batch().size());
    metrics.put("loss", loss);
    var validation = metrics.putObject("validation");
    validation.put("classes", split.validation().classes());
    validation.put("recallAt1", Retrieval.recallAt1(held));
    metrics.put("encoder", file.toString());
    return metrics;
  }

  private Embeddings prior(Trainer trainer) {
    return Measure.embed(trainer, split.prior());
  }

  private byte[] export(Trainer trainer, ImpostorTail tail) {
    var target = recipe.target();
    var keys = new java.util.TreeMap<>(recipe.manifest().keys());
    keys.putAll(tail.keys());
    double threshold = tail.threshold(target.fpir(), target.subjects());
    keys.put("kith.threshold", String.valueOf((float) threshold));
    keys.put("kith.recipe.seed", String.valueOf(recipe.seed()));
    int[] some = IntStream.range(0, Math.min(PARITY_SAMPLES, split.validation().size())).toArray();
    Tensor input = trainer.input(split.validation(), some);
    return Exporter.export(
        recipe.net(),
        trainer.netWeights().weights(),
        new ModelManifest(keys).keys(),
        input,
        trainer.embed(split.validation(), some));
  }
}
