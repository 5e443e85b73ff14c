package dev.kith.tools.evaluate;

import dev.kith.encoder.Encoder;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private EncodedImages images = new EncodedImages();

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
    try (Encoder opened = EncoderFile.read(images.encoder()).open()) {
      LabelledImages encoded = LabelledImages.encode(opened, images.images());
      encoded.refused().stream()
          .limit(5)
          .forEach(each -> System.err.println("passed over " + each));
      Evaluation evaluation = Evaluation.of(encoded, protocol);
      String name = opened.manifest().name().orElse(images.encoder());
      if (report != null) {
        Files.writeString(
            report,
            new EvaluationPage(evaluation, name, opened.space().id(), images.images()).html());
      }
      System.out.println(
          json ? evaluation.json(images.encoder()).toPrettyString() : Sentences.of(evaluation));
      return encoded.refused().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
    }
  }
}
