package dev.kith.tools.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.loss.Loss;
import dev.kith.tools.loss.Torch;
import dev.kith.tools.loss.Weight;
import dev.kith.tools.loss.WeightedLosses;
import dev.kith.tools.loss.batch.Algebra;
import dev.kith.tools.loss.batch.Batch;
import dev.kith.tools.loss.batch.ClassSampler;
import dev.kith.tools.loss.batch.CrossBatchMemory;
import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.loss.batch.NeighbourSampler;
import dev.kith.tools.loss.batch.Sampler;
import dev.kith.tools.loss.batch.ShuffledSampler;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes the steps of one training. A step depends on the recipe, on its number, and on what the
/// steps before it left; on one thread it gives the same bits every time. One thread.
final class Trainer implements AutoCloseable, Checkpoint.Part {
  private static final int EMBED_BATCH = 256;

  private final Recipe recipe;
  private final Lesson training;
  private final Sampler sampler;
  private final TorchNet net;
  private final Loss loss;
  private final NDManager manager = Torch.manager();
  private final TorchWeights netWeights = new TorchWeights(manager);
  private final TorchWeights lossWeights = new TorchWeights(manager);
  private final Optional<CrossBatchMemory> memory;

  /// What a step came to.
  ///
  /// @param share of the loss's terms that still teach
  /// @param spread of the batch's embeddings: 1 − |mean of their directions|², 0 where all are one
  record Step(long number, double loss, double share, double spread) {}

  Trainer(Recipe recipe, Split split) {
    this(
        recipe,
        Pictures.of(recipe, split.training()),
        Weights.start(recipe.net(), recipe.seed()),
        split.predecessor().map(older -> older.influence(split.training())));
  }

  /// @param start what the net's arrays hold before the first step
  Trainer(Recipe recipe, Lesson training, Weights start) {
    this(recipe, training, start, Optional.empty());
  }

  /// @param influence of an older encoder
  private Trainer(
      Recipe recipe, Lesson training, Weights start, Optional<WeightedLosses.Part> influence) {
    this.recipe = recipe;
    this.training = training;
    this.sampler = sampler(recipe, training.labels(), manager);
    this.net = new TorchNet(recipe.net());
    this.loss = recipe.loss(training.classes(), influence);
    this.memory =
        recipe.memory().capacity() > 0
            ? Optional.of(
                new CrossBatchMemory(recipe.memory().capacity(), recipe.memory().warmUp()))
            : Optional.empty();
    for (var parameter : recipe.net().parameters()) {
      netWeights.put(parameter.name(), start.get(parameter.name()), parameter.trained());
    }
    var arrays = Weight.allocate(loss.weights(), manager, DataType.FLOAT32, recipe.seed());
    for (var array : arrays) {
      lossWeights.put(array.getName(), array, true);
    }
  }

  private static Sampler sampler(Recipe recipe, Labels labels, NDManager manager) {
    var batch = recipe.batch();
    long seed = recipe.seed();
    try {
      return switch (batch.sampler()) {
        case "random" -> ClassSampler.random(labels, batch.classes(), batch.perClass(), seed);
        case "everyClass" ->
            ClassSampler.everyClass(labels, batch.classes(), batch.perClass(), seed);
        case "neighbours" ->
            new NeighbourSampler(
                labels, batch.classes(), batch.perClass(), recipe.net().dimension(), seed, manager);
        case "shuffled" -> new ShuffledSampler(labels.size(), batch.size(), seed);
        default ->
            throw new RecipeException(
                "sampler %s, expected random, everyClass, neighbours or shuffled"
                    .formatted(batch.sampler()));
      };
    } catch (IllegalArgumentException e) {
      throw new RecipeException("batch: " + e.getMessage());
    }
  }

  long stepsPerEpoch() {
    return sampler.stepsPerEpoch();
  }

  /// Takes a step.
  ///
  /// @param steps of the whole training, which the schedule needs
  Step step(long number, long steps) {
    int[] samples = sampler.batch(number);
    var labels = Labels.of(Arrays.stream(samples).map(training.labels()::at).toArray());
    float[] input = training.drawn(samples, number);
    // dropout draws from the engine's own generator
    Torch.engine().setRandomSeed((int) (recipe.seed() * 1_000_003 + number));
    try (var step = manager.newSubManager()) {
      return learn(step, input, labels, number, recipe.optimiser().at(number, steps));
    }
  }

  private Step learn(NDManager step, float[] input, Labels labels, long number, double schedule) {
    var leaves = netWeights.leaves(step, true);
    var own = lossWeights.leaves(step, true);
    Step done;
    try (var collector = Torch.engine().newGradientCollector()) {
      var embeddings = net.forward(batch(step, input, labels.size()), leaf(leaves), true);
      var batch = Batch.of(embeddings, labels).atStep(number);
      var value =
          loss.value(memory.map(m -> m.extend(batch)).orElse(batch), new NDList(own.values()));
      collector.backward(value.loss());
      done = new Step(number, value.number(), value.share(), spread(embeddings));
      memory.ifPresent(m -> m.remember(batch));
      sampler.learn(batch);
    }
    var optimiser = recipe.optimiser();
    netWeights.update(leaves, schedule * optimiser.rate(), optimiser.decay(), number);
    lossWeights.update(own, schedule * optimiser.lossRate(), 0, number);
    return done;
  }

  private static double spread(NDArray embeddings) {
    var middle = Algebra.unit(embeddings.stopGradient()).mean(new int[] {0});
    return 1 - middle.square().sum().toType(DataType.FLOAT64, false).getDouble();
  }

  private NDArray batch(NDManager step, float[] input, int n) {
    var sizes = new ArrayList<Long>(List.of((long) n));
    recipe.net().input().sizes().forEach(size -> sizes.add((long) size));
    return Algebra.owned(step.create(input, new Shape(sizes)));
  }

  private static java.util.function.Function<String, NDArray> leaf(Map<String, NDArray> leaves) {
    return name -> {
      var leaf = leaves.get(name);
      if (leaf == null) {
        throw new IllegalStateException("no array named " + name);
      }
      return leaf;
    };
  }

  Tensor embed(ImageSet set, int[] samples) {
    return embed(Pictures.of(recipe, set), samples);
  }

  /// Embeds samples with the weights as they are: [n, dimension], not normalised.
  Tensor embed(Lesson lesson, int[] samples) {
    int dimension = recipe.net().dimension();
    var all = new float[samples.length * dimension];
    for (int from = 0; from < samples.length; from += EMBED_BATCH) {
      int[] some = Arrays.copyOfRange(samples, from, Math.min(from + EMBED_BATCH, samples.length));
      try (var step = manager.newSubManager()) {
        var input = batch(step, lesson.plain(some), some.length);
        float[] out =
            net.forward(input, leaf(netWeights.leaves(step, false)), false).toFloatArray();
        System.arraycopy(out, 0, all, from * dimension, out.length);
      }
    }
    return new Tensor(List.of(samples.length, dimension), all);
  }

  /// The same pictures as the net takes them.
  Tensor input(ImageSet set, int[] samples) {
    var shape = new ArrayList<>(List.of(samples.length));
    shape.addAll(recipe.net().input().sizes());
    return new Tensor(shape, Pictures.of(recipe, set).plain(samples));
  }

  TorchWeights netWeights() {
    return netWeights;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    netWeights.save(out);
    lossWeights.save(out);
    sampler.save(out);
    if (memory.isPresent()) {
      memory.get().save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    netWeights.restore(in);
    lossWeights.restore(in);
    sampler.restore(in);
    if (memory.isPresent()) {
      memory.get().restore(in);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
