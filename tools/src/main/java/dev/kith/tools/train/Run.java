package dev.kith.tools.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.tools.evaluate.Retrieval;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One training from a recipe to a folder. A run that was killed goes on from its checkpoint, and
/// ends with the same encoder as an unbroken one, bit for bit, on one thread of one machine.
///
/// The folder holds `recipe.json` (resolved, its budget in steps), `metrics.json`, `encoder.onnx`,
/// `curves.svg` and `embedding.svg`; until it is done, `checkpoint.bin`.
final class Run {
  private final Recipe recipe;
  private final Split split;
  private final RunFolder folder;
  private final Checkpoint checkpoint;
  private final Duration saveEvery;

  /// @param home where relative paths of the recipe start
  /// @param folder is made, or written over
  /// @param saveEvery time between two checkpoints
  Run(Recipe recipe, Path home, Path folder, Duration saveEvery) throws IOException {
    this.recipe = recipe;
    this.split = Split.of(recipe, home);
    this.folder = RunFolder.make(folder);
    this.saveEvery = saveEvery;
    this.checkpoint =
        new Checkpoint(this.folder, RecipeFile.write(recipe), split.training().checksum());
  }

  /// Forgets what a run before this one had reached.
  Run fresh() throws IOException {
    checkpoint.delete();
    return this;
  }

  /// Trains, measures, exports; the answer is what `metrics.json` holds.
  ObjectNode train() throws IOException {
    long begun = System.nanoTime();
    var course = new Course(checkpoint.isThere() ? 0 : Plan.steps(recipe, split));
    try (split;
        var trainer = new Trainer(recipe, split)) {
      var parts = List.of(course, trainer);
      if (checkpoint.isThere()) {
        checkpoint.restore(parts);
      } else {
        // from here on it is settled how many steps a time budget is
        checkpoint.save(parts);
      }
      var resolved = recipe.with(new Recipe.Budget(course.steps(), 0, 0));
      folder.write("recipe.json", RecipeFile.write(resolved));
      var collapse = new Collapse();
      take(trainer, course, collapse);
      if (mayStopEarly()) {
        look(trainer, course);
      }
      course.best().ifPresent(trainer.netWeights()::set);
      var metrics = new Results(resolved, split, folder, course, collapse, begun).write(trainer);
      checkpoint.delete();
      return metrics;
    }
  }

  private void take(Trainer trainer, Course course, Collapse collapse) throws IOException {
    long saved = System.nanoTime();
    double cpu = Plan.cpuSeconds();
    try (var bar = new ProgressBar("training " + recipe.name(), course.steps())) {
      var line = new Line(recipe.batch().size(), course);
      while (course.next() < course.steps() && !stopsEarly(course)) {
        var step = trainer.step(course.next(), course.steps());
        course.took(step);
        collapse.watch(step);
        bar.remark(line.after(step));
        bar.at(course.next(), course.steps());
        boolean looks = isTimeToLook(course);
        if (looks || System.nanoTime() - saved >= saveEvery.toNanos()) {
          course.spent(Plan.cpuSeconds() - cpu);
          if (looks) {
            look(trainer, course);
          }
          checkpoint.save(List.of(course, trainer));
          saved = System.nanoTime();
          cpu = Plan.cpuSeconds();
        }
      }
    }
    course.spent(Plan.cpuSeconds() - cpu);
  }

  private boolean isTimeToLook(Course course) {
    long every = recipe.validation().every();
    return every > 0 && course.next() % every == 0 && course.next() < course.steps();
  }

  private boolean mayStopEarly() {
    return recipe.validation().patience() > 0;
  }

  private boolean stopsEarly(Course course) {
    return mayStopEarly() && course.looksSinceBest() >= recipe.validation().patience();
  }

  private void look(Trainer trainer, Course course) {
    if (course.hasLooked()) {
      return;
    }
    var held = Measure.embed(trainer, split.validation());
    course.looked(
        Retrieval.recallAt1(held),
        mayStopEarly() ? Optional.of(trainer.netWeights().weights()) : Optional.empty());
  }

  /// The words behind the progress bar.
  private static final class Line {
    private final int batch;
    private final Course course;
    private final long first;
    private final long begun = System.nanoTime();

    Line(int batch, Course course) {
      this.batch = batch;
      this.course = course;
      this.first = course.next();
    }

    String after(Trainer.Step step) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      double images = (course.next() - first) * (double) batch / seconds;
      var looks = course.looks();
      String seen = looks.isEmpty() ? "" : "  R@1 %.3f".formatted(looks.getLast().recallAt1());
      return "loss %.4f  %2.0f%% still teach  %.0f images/s%s"
          .formatted(course.loss(), 100 * step.share(), images, seen);
    }
  }
}
