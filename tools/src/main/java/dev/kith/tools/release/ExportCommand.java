package dev.kith.tools.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.encoder.Encoder;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.evaluate.ImpostorTail;
import dev.kith.tools.evaluate.LabelledImages;
import dev.kith.tools.export.OnnxException;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kith export`.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Write an encoder as one ONNX file that explains itself.",
    description = {
      "",
      "The manifest goes into the file. With --images, classes that the encoder was not trained on, so do its impostor tail and"
          + " a default threshold. With --int8 the model is quantised: ranges are found on a fifth of the classes, and nothing is"
          + " written where R@1 or MAP@R on the others falls by more than --margin.",
      ""
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "An .onnx file (with its sidecar .json beside it, if it needs one), the folder of a training that is done, or 'glyph', the bundled encoder.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String source;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "One folder a class, or the same in a .zip; none of them trained on. Needed for --int8.")
  private @Nullable Path images;

  @Option(
      names = "--fpir",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description =
          "Share of strangers the default threshold lets pass. Default: ${DEFAULT-VALUE}.")
  private double fpir;

  @Option(
      names = "--subjects",
      paramLabel = "N",
      defaultValue = "200",
      description = "... in a gallery of so many subjects. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(names = "--int8", description = "Quantise weights and activations to 8 bits.")
  private boolean int8;

  @Option(
      names = "--margin",
      paramLabel = "LOSS",
      defaultValue = "0.01",
      description =
          "By how much R@1 or MAP@R may fall from float to int8. Default: ${DEFAULT-VALUE}.")
  private double margin;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "256",
      description = "Images that --int8 finds its ranges with. Default: ${DEFAULT-VALUE}.")
  private int samples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the classes that --int8 draws. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireSense();
    var report = JsonNodeFactory.instance.objectNode().put("encoder", out.toString());
    var file = EncoderFile.read(source);
    try (Encoder encoder = file.open()) {
      Files.write(out, exported(encoder, OnnxFile.read(file.model()), report).bytes());
    } catch (OnnxException e) {
      throw new CommandFailure(source + ": " + e.getMessage());
    }
    report.put("bytes", Files.size(out));
    spec.commandLine().getOut().println(json ? report.toPrettyString() : sentences(report));
    return ExitCode.DONE;
  }

  private void requireSense() {
    if (int8 && images == null) {
      throw asked("--int8 without --images, expected images to find ranges with and to measure on");
    }
    if (!(fpir > 0 && fpir < 1 && subjects > 0 && samples > 0 && margin >= 0)) {
      throw asked(
          "got --fpir %s --subjects %d --samples %d --margin %s, expected a rate in (0, 1), 1 or more, 1 or more, 0 or more"
              .formatted(fpir, subjects, samples, margin));
    }
  }

  private ParameterException asked(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private OnnxFile exported(Encoder encoder, OnnxFile model, ObjectNode report) throws IOException {
    Map<String, String> words = new TreeMap<>(model.metadata());
    words.putAll(encoder.manifest().keys());
    words.put("kith.dimension", String.valueOf(encoder.space().dimension()));
    if (images == null) {
      return agreeing(encoder, model.saying(words), report);
    }
    var encoded = LabelledImages.encode(encoder, images);
    if (!int8) {
      words.putAll(tail(encoded, report));
      return agreeing(encoder, model.saying(words), report);
    }
    var plain = agreeing(encoder, model.saying(words), report);
    var rounded = Int8Release.of(encoder, plain, encoded, images, samples, seed).checked(margin);
    tell(rounded, report);
    words.putAll(tail(rounded.held(), report));
    words.put("kith.precision", "int8");
    return rounded.model().saying(words);
  }

  private Map<String, String> tail(LabelledImages held, ObjectNode report) {
    var tail = ImpostorTail.of(held.embeddings());
    report.put("classes", held.classes().size());
    report.put("threshold", (float) tail.threshold(fpir, subjects));
    return tail.keys(fpir, subjects);
  }

  private static OnnxFile agreeing(Encoder encoder, OnnxFile exported, ObjectNode report) {
    try (Encoder other = EncoderFile.of(exported.bytes()).open()) {
      report.put("parity", Parity.checked(encoder, other));
    }
    return exported;
  }

  private static void tell(Int8Release rounded, ObjectNode report) {
    var told = report.putObject("int8");
    told.set("float", rounded.before().json());
    told.set("int8", rounded.after().json());
    told.put("floatImagesPerSecond", rounded.pace().before());
    told.put("int8ImagesPerSecond", rounded.pace().after());
  }

  private static String sentences(ObjectNode report) {
    var text = new StringBuilder();
    text.append(
        "%s: %,d bytes, within %.1e of the source"
            .formatted(
                report.path("encoder").asText(),
                report.path("bytes").asLong(),
                report.path("parity").asDouble()));
    if (report.has("threshold")) {
      text.append(
          "%nimpostor tail on %d classes; threshold %.4f"
              .formatted(report.path("classes").asInt(), report.path("threshold").asDouble()));
    }
    if (report.has("int8")) {
      var told = report.path("int8");
      text.append(
          "%nint8 on those classes: R@1 %.4f, MAP@R %.4f (float %.4f, %.4f); %.1f times as fast on one thread"
              .formatted(
                  told.at("/int8/recallAt1").asDouble(),
                  told.at("/int8/mapAtR").asDouble(),
                  told.at("/float/recallAt1").asDouble(),
                  told.at("/float/mapAtR").asDouble(),
                  told.path("int8ImagesPerSecond").asDouble()
                      / told.path("floatImagesPerSecond").asDouble()));
    }
    return text.toString();
  }
}
