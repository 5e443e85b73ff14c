package dev.kith.tools.evaluate;

import dev.kith.encoder.Encoder;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `evaluate`: how well an encoder identifies, strangers included.
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measure an encoder on labelled images, strangers included.",
    description = {
      "",
      "In each draw half of the classes are enrolled, in the index that a server has, and half are strangers; thresholds are the"
          + " draw's own (the oracle's), and beside them those fixed on half of the classes and realised on the other half."
          + " Intervals are 95 %%, by bootstrap over draws and classes. No FPIR is printed that fewer than 3/FPIR strangers' probes"
          + " would tell.",
      ""
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "FILE",
      description =
          "An .onnx file (with its sidecar .json beside it, if it needs one), the folder of a training that is done, or 'glyph', the bundled one.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String encoder;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "One folder a class, or the same in a .zip: a class is the path of its folder.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path images;

  @Option(
      names = "--enrol",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Samples enrolled of each class, its first ones; the others ask. Default: ${DEFAULT-VALUE}.")
  private int enrol;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often classes are drawn. Default: ${DEFAULT-VALUE}.")
  private int draws;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the draws. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write a page with the score histograms, DET, CMC, embedding map and hardest confusions: one HTML file.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Protocol protocol = new Protocol(enrol, draws, seed);
    try (Encoder opened = EncoderFile.read(encoder).open()) {
      LabelledImages encoded = LabelledImages.encode(opened, images);
      encoded.refused().stream()
          .limit(5)
          .forEach(each -> System.err.println("passed over " + each));
      Evaluation evaluation = Evaluation.of(encoded, protocol);
      String name = opened.manifest().name().orElse(encoder);
      if (report != null) {
        Files.writeString(
            report, new EvaluationPage(evaluation, name, opened.space().id(), images).html());
      }
      System.out.println(
          json ? evaluation.json(encoder).toPrettyString() : Sentences.of(evaluation));
      return encoded.refused().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
    }
  }
}
