package dev.kith.tools.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.encoder.Encoder;
import dev.kith.encoder.ModelManifest;
import dev.kith.tools.evaluate.EncodedImages;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.evaluate.ImpostorTail;
import dev.kith.tools.export.NetException;
import dev.kith.tools.export.OnnxException;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.loss.LossParameterException;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.train.Recipe;
import dev.kith.tools.train.RecipeException;
import dev.kith.tools.train.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kith adapt`.
@Command(
    name = "adapt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Train a head on an existing encoder, for images of your own.",
    description = {
      "",
      "The encoder stays as it is; a net behind its embedding is trained on 60 %% of the classes, and the best of its looks at"
          + " another 20 %% is kept. It is written into a copy of the .onnx file, with the impostor tail and default threshold of the"
          + " last 20 %%, and only where it does no worse on those than the encoder alone.",
      ""
    })
public final class AdaptCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private EncodedImages images = new EncodedImages();

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description = "Numbers in the new embedding. Default: as many as the encoder gives.")
  private @Nullable Integer dimension;

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description =
          "A JSON file with what shall be other than usual: losses, batch, optimiser, budget, the net's layers, as in a recipe of"
              + " 'kith train'.")
  private @Nullable Path recipe;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the classes drawn and of the training. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--margin",
      paramLabel = "LOSS",
      defaultValue = "0",
      description =
          "By how much R@1 or MAP@R may be worse on classes held out. Default: ${DEFAULT-VALUE}.")
  private double margin;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    var file = EncoderFile.read(images.encoder());
    try (Encoder opened = file.open()) {
      var model = OnnxFile.read(file.model());
      var wanted = wanted(opened);
      var adapted =
          Adaptation.of(opened, model, images.images(), wanted, hasOneLayer(wanted))
              .checked(margin);
      Files.write(out, adapted.model().saying(words(model, adapted, wanted)).bytes());
      var report = report(adapted);
      spec.commandLine().getOut().println(json ? report.toPrettyString() : sentences(report));
      return ExitCode.DONE;
    } catch (OnnxException e) {
      throw new CommandFailure(images.encoder() + ": " + e.getMessage());
    } catch (RecipeException | NetException | LossParameterException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private Recipe wanted(Encoder opened) throws IOException {
    int given = opened.space().dimension();
    int wanted = dimension == null ? given : dimension;
    if (wanted < 1 || wanted > given) {
      throw new CommandFailure(
          "got --dimension %d, expected 1 to the encoder's %d".formatted(wanted, given));
    }
    String over = recipe == null ? "{}" : Files.readString(recipe);
    return RecipeFile.head(over, name(opened.manifest()), seed, given, wanted);
  }

  private static String name(ModelManifest manifest) {
    return manifest.name().orElse("encoder") + "-adapted";
  }

  /// A layer between the two that normalise.
  private static boolean hasOneLayer(Recipe recipe) {
    return recipe.net().layers().size() == 3
        && recipe.net().parameters().size() == 1
        && recipe.net().dimension() <= recipe.net().input().count();
  }

  private static Map<String, String> words(OnnxFile model, Adaptation adapted, Recipe recipe) {
    Map<String, String> words = new TreeMap<>(model.metadata());
    words.putAll(adapted.model().metadata());
    words.put("kith.name", recipe.name());
    words.put("kith.loss", recipe.losses().getFirst().loss());
    var target = recipe.target();
    words.putAll(
        ImpostorTail.of(adapted.held().embeddings()).keys(target.fpir(), target.subjects()));
    return words;
  }

  private ObjectNode report(Adaptation adapted) throws IOException {
    var report =
        JsonNodeFactory.instance
            .objectNode()
            .put("encoder", out.toString())
            .put("bytes", Files.size(out))
            .put("parity", adapted.parity())
            .put("step", adapted.head().step())
            .put("heldOutClasses", adapted.held().classes().size());
    report.set("before", adapted.before().json());
    report.set("after", adapted.after().json());
    return report;
  }

  private static String sentences(ObjectNode report) {
    return "%s: on %d classes held out R@1 %.4f, MAP@R %.4f (before %.4f, %.4f); best at step %d, within %.1e of training"
        .formatted(
            report.path("encoder").asText(),
            report.path("heldOutClasses").asInt(),
            report.at("/after/recallAt1").asDouble(),
            report.at("/after/mapAtR").asDouble(),
            report.at("/before/recallAt1").asDouble(),
            report.at("/before/mapAtR").asDouble(),
            report.path("step").asInt(),
            report.path("parity").asDouble());
  }
}
