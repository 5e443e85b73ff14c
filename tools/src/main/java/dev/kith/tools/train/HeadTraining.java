package dev.kith.tools.train;

import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.Retrieval;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.loss.Torch;
import dev.kith.tools.terminal.ProgressBar;
import dev.kith.tools.train.Recipe.BatchShape;
import java.util.List;
import java.util.stream.IntStream;

/// Trains a net on embeddings that stay as they are. The weights kept are those of the best look at
/// classes that are not trained on, and the start is the first look: a head that never gets better
/// is the one it began with.
public final class HeadTraining {
  private final Recipe recipe;
  private final Embeddings learnt;
  private final Embeddings watched;

  /// What came of it.
  ///
  /// @param step of the best look; 0 where nothing got better
  /// @param before MAP@R of the watched classes with the weights of the start
  /// @param after with these
  public record Head(Net net, Weights weights, long step, double before, double after) {
    /// Embeds rows in training's own arithmetic.
    public Embeddings embed(Embeddings rows) {
      var lesson = new Rows(rows);
      int[] all = lesson.all();
      try (var manager = Torch.manager()) {
        var arrays = new TorchWeights(manager);
        weights.all().forEach((name, tensor) -> arrays.put(name, tensor, false));
        var leaves = arrays.leaves(manager, false);
        var input = new Tensor(List.of(all.length, rows.dimension()), lesson.plain(all));
        var out = new TorchNet(net).forward(TorchWeights.array(manager, input), leaves::get, false);
        return new Embeddings(
            net.dimension(), out.toFloatArray(), lesson.labels().stream().toArray());
      }
    }
  }

  /// @param recipe with a budget in steps, and a net that takes rows; where there are fewer classes
  ///   than it wants in a batch, all of them are
  /// @param learnt labels from 0
  /// @param watched classes that nothing is learnt from
  /// @throws RecipeException if fewer than two classes have enough samples
  public HeadTraining(Recipe recipe, Embeddings learnt, Embeddings watched) {
    this.recipe = recipe.with(fitting(recipe.batch(), learnt));
    this.learnt = learnt;
    this.watched = watched;
  }

  private static BatchShape fitting(BatchShape wanted, Embeddings learnt) {
    var sizes = new int[learnt.classes()];
    for (int row = 0; row < learnt.size(); row++) {
      sizes[learnt.label(row)]++;
    }
    int there = (int) IntStream.of(sizes).filter(size -> size >= wanted.perClass()).count();
    if (there < 2) {
      throw new RecipeException(
          "%d of %d classes to learn from have %d samples, expected at least 2"
              .formatted(there, sizes.length, wanted.perClass()));
    }
    return new BatchShape(wanted.sampler(), Math.min(wanted.classes(), there), wanted.perClass());
  }

  /// @param start what the net's arrays hold at first
  /// @throws RecipeException if there is no budget in steps
  public Head train(Weights start) {
    long steps = recipe.budget().steps();
    if (steps < 1 || recipe.validation().every() < 1) {
      throw new RecipeException(
          "a head's budget of %d steps, a look every %d, expected both above 0"
              .formatted(steps, recipe.validation().every()));
    }
    try (var trainer = new Trainer(recipe, new Rows(learnt), start);
        var bar = new ProgressBar("adapting " + recipe.name(), steps)) {
      double before = look(trainer);
      var best = new Head(recipe.net(), start, 0, before, before);
      for (long step = 0; step < steps && !hasStalled(best, step); step++) {
        var taken = trainer.step(step, steps);
        if ((step + 1) % recipe.validation().every() == 0 || step + 1 == steps) {
          double now = look(trainer);
          bar.remark("loss %.4f  MAP@R %.4f, at first %.4f".formatted(taken.loss(), now, before));
          if (now > best.after()) {
            best = new Head(recipe.net(), trainer.netWeights().weights(), step + 1, before, now);
          }
        }
        bar.at(step + 1, steps);
      }
      return best;
    }
  }

  private boolean hasStalled(Head best, long step) {
    int patience = recipe.validation().patience();
    return patience > 0 && step - best.step() >= patience * recipe.validation().every();
  }

  private double look(Trainer trainer) {
    return Retrieval.of(embedded(trainer, watched)).mapAtR();
  }

  private static Embeddings embedded(Trainer trainer, Embeddings rows) {
    var lesson = new Rows(rows);
    var out = trainer.embed(lesson, lesson.all());
    return new Embeddings(out.shape().get(1), out.values(), lesson.labels().stream().toArray());
  }
}
