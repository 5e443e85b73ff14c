package dev.kith.tools.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.kith.encoder.ModelManifest;
import dev.kith.encoder.Preparation;
import dev.kith.tools.export.Features;
import dev.kith.tools.export.Net;
import dev.kith.tools.loss.Loss;
import dev.kith.tools.loss.Losses;
import dev.kith.tools.loss.Setting;
import dev.kith.tools.loss.WeightedLosses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that a training depends on; one JSON file. What a file leaves out comes from
/// `recipe-defaults.json` beside this class (see [RecipeFile]).
///
/// The networks of the classics are one backbone, `net`, and a head that the loss is or owns: a
/// plain embedding net with any pair loss, a siamese net (both branches share the weights) with
/// `contrastive_hadsell`, a triplet net with `triplet`, a classifier with `softmax` or one of its
/// kin, whose class weights are trained beside the net and stay behind when it is exported.
///
/// @param name of the encoder
/// @param seed of all that is random
/// @param data what to learn from
/// @param input how pixels become the net's input
/// @param net from pixels to embedding
/// @param losses added up
/// @param compatibleWith an encoder whose templates the new one's probes shall still find
/// @param memory embeddings of earlier steps as further negatives; capacity 0 for none
public record Recipe(
    String name,
    long seed,
    DataSource data,
    Input input,
    Net net,
    List<LossTerm> losses,
    Memory memory,
    BatchShape batch,
    Optimiser optimiser,
    Augmentation augmentation,
    Budget budget,
    Validation validation,
    Target target,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Compatibility compatibleWith) {

  public Recipe {
    losses = List.copyOf(losses);
    if (losses.isEmpty()) {
      throw new RecipeException("a recipe without losses, expected at least 1");
    }
    if (data instanceof DataSource.Folder(_, boolean turns) && turns) {
      requireTurnable(net.input(), compatibleWith);
    }
  }

  private static void requireTurnable(Features input, @Nullable Compatibility older) {
    if (input instanceof Features.Planes planes && planes.height() != planes.width()) {
      throw new RecipeException(
          "turns with pictures of %d x %d, expected a square"
              .formatted(planes.height(), planes.width()));
    }
    if (older != null) {
      throw new RecipeException(
          "turns together with compatibleWith, expected one of them: what the older encoder makes of a turned picture says nothing");
    }
  }

  /// Where samples come from.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = DataSource.Glyphs.class, name = "glyphs"),
    @JsonSubTypes.Type(value = DataSource.Folder.class, name = "folder")
  })
  public sealed interface DataSource {
    /// Generated handwriting, see [dev.kith.tools.glyph.Script].
    ///
    /// @param classes characters to learn from; those for validation come on top
    /// @param samples of each
    record Glyphs(long seed, int classes, int samples) implements DataSource {}

    /// A folder of folders of images (or the same in a .zip): the class of an image is the path of
    /// its folder, its group the first name of that path.
    ///
    /// @param turns whether each class is also learnt turned by quarters, as three classes more
    record Folder(String path, boolean turns) implements DataSource {}
  }

  /// The manifest's keys of the same names.
  public record Input(String colour, List<Double> mean, List<Double> std, String resize) {
    public Input {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /// @param loss a name of [Losses]
  public record LossTerm(String loss, double factor, Map<String, Object> params) {
    public LossTerm {
      factor = factor == 0 ? 1 : factor;
      params = params == null ? Map.of() : Map.copyOf(params);
    }
  }

  public record Memory(int capacity, long warmUp) {}

  /// @param sampler `random` classes each time, `everyClass` once an epoch, `neighbours`: half of
  ///   them drawn, each with one the net takes for its like, `shuffled` samples
  public record BatchShape(String sampler, int classes, int perClass) {
    public int size() {
      return Math.multiplyExact(classes, perClass);
    }
  }

  /// Adam (Kingma and Ba 2015) with a rate that rises linearly over the first `warmUp` steps, then
  /// follows half a cosine to 0 (`schedule` `cosine`) or stays (`constant`).
  ///
  /// @param rate of the net
  /// @param lossRate of the loss's own weights
  /// @param decay of weights, decoupled from the gradient (Loshchilov and Hutter 2019)
  public record Optimiser(
      double rate, double lossRate, double decay, String schedule, long warmUp) {
    double at(long step, long steps) {
      double rise = step < warmUp ? (step + 1.0) / warmUp : 1;
      return switch (schedule) {
        case "cosine" -> rise * (1 + StrictMath.cos(StrictMath.PI * step / steps)) / 2;
        case "constant" -> rise;
        default ->
            throw new RecipeException(
                "schedule %s, expected cosine or constant".formatted(schedule));
      };
    }
  }

  /// When to stop; the one that isn't 0 counts.
  ///
  /// @param seconds CPU time of the process for the steps alone, without looks at the validation,
  ///   measuring and exporting; a trial turns them into steps before the first one
  public record Budget(long steps, double epochs, double seconds) {
    public Budget {
      int given = (steps > 0 ? 1 : 0) + (epochs > 0 ? 1 : 0) + (seconds > 0 ? 1 : 0);
      if (given != 1) {
        throw new RecipeException(
            "a budget of %d steps, %s epochs, %s seconds, expected exactly one of them"
                .formatted(steps, epochs, seconds));
      }
    }
  }

  /// Classes that are never trained on.
  ///
  /// @param classes how many
  /// @param groups for folders: how many whole groups instead
  /// @param samples of each class at most
  /// @param every so many steps, and at the end; 0: at the end only
  /// @param patience stop after so many looks without a better one; 0: never
  public record Validation(int classes, int groups, int samples, long every, int patience) {
    public Validation {
      if ((groups < 1 && classes < 2) || samples < 2) {
        throw new RecipeException(
            "validation on %d classes or %d groups, %d samples of a class, expected at least 2 classes or 1 group, and 2 samples"
                .formatted(classes, groups, samples));
      }
    }
  }

  /// An older encoder whose gallery the new one shall be able to search (Shen et al. 2020).
  ///
  /// @param encoder an `.onnx` file (a sidecar beside it counts) or `glyph`, the bundled one
  /// @param weight of its influence beside the losses, 1
  /// @param temperature of that influence, a cosine, 0.05
  public record Compatibility(String encoder, double weight, double temperature) {
    public Compatibility {
      weight = weight == 0 ? 1 : weight;
      temperature = temperature == 0 ? 0.05 : temperature;
      if (encoder == null || !(weight > 0 && temperature > 0)) {
        throw new RecipeException(
            "compatibleWith encoder %s, weight %s, temperature %s, expected a file and numbers above 0"
                .formatted(encoder, weight, temperature));
      }
    }
  }

  /// What the default threshold is chosen for.
  ///
  /// @param fpir share of strangers that may pass
  /// @param subjects enrolled, with one template each
  public record Target(double fpir, int subjects) {}

  /// The encoder to stay compatible with.
  Optional<Compatibility> compatibility() {
    return Optional.ofNullable(compatibleWith);
  }

  /// @param influence of an older encoder
  Loss loss(int classes, Optional<WeightedLosses.Part> influence) {
    var setting = new Setting(net.dimension(), classes, seed);
    var parts =
        losses.stream()
            .map(term ->
                new WeightedLosses.Part(
                    term.factor, Losses.create(term.loss, term.params, setting)));
    return new WeightedLosses(Stream.concat(parts, influence.stream()).toList());
  }

  /// What the encoder's file will say of itself.
  ModelManifest manifest() {
    var keys = new LinkedHashMap<String, String>();
    keys.put("kith.name", name);
    keys.put(
        "kith.input",
        net.input().sizes().stream().map(String::valueOf).collect(Collectors.joining("x")));
    keys.put("kith.colour", input.colour);
    keys.put("kith.mean", list(input.mean));
    keys.put("kith.std", list(input.std));
    keys.put("kith.resize", input.resize);
    keys.put("kith.dimension", String.valueOf(net.dimension()));
    keys.put("kith.loss", losses.stream().map(LossTerm::loss).collect(Collectors.joining("+")));
    return new ModelManifest(keys);
  }

  /// @throws RecipeException if the net takes no pictures
  Preparation preparation() {
    if (!(net.input() instanceof Features.Planes)) {
      throw new RecipeException(
          "a net with input %s, expected [channels, height, width]".formatted(net.input().sizes()));
    }
    return Preparation.of(manifest());
  }

  Recipe with(Budget other) {
    return new Recipe(
        name,
        seed,
        data,
        input,
        net,
        losses,
        memory,
        batch,
        optimiser,
        augmentation,
        other,
        validation,
        target,
        compatibleWith);
  }

  Recipe with(BatchShape other) {
    return new Recipe(
        name,
        seed,
        data,
        input,
        net,
        losses,
        memory,
        other,
        optimiser,
        augmentation,
        budget,
        validation,
        target,
        compatibleWith);
  }

  Recipe with(DataSource other) {
    return new Recipe(
        name,
        seed,
        other,
        input,
        net,
        losses,
        memory,
        batch,
        optimiser,
        augmentation,
        budget,
        validation,
        target,
        compatibleWith);
  }

  private static String list(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
