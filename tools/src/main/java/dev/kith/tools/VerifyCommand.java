package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.target.ProbeFile;
import dev.kith.tools.target.Question;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Ask whether it is this subject, or whether two samples are of one.",
    description = "")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--gallery",
      required = true,
      paramLabel = "NAME",
      converter = TargetOptions.Gallery.class,
      description = "The gallery that knows the subject.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private GalleryName gallery;

  @Parameters(
      index = "0",
      paramLabel = "SUBJECT|FILE",
      description = "The id of an enrolled subject, or an image to compare with.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String claim;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "An image, or a .json file that holds an embedding.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Option(
      names = "--threshold",
      paramLabel = "COSINE",
      description = "A score that decides by itself. Default: the gallery's.")
  private double threshold = Double.NaN;

  @Option(names = "--json", description = "Print one JSON document, as the server answers.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (Target kith = target.open()) {
      JsonNode answer = answer(kith, ProbeFile.read(file));
      System.out.println(json ? answer : Sentences.verification(answer));
      return ExitCode.DONE;
    }
  }

  private JsonNode answer(Target kith, ProbeFile probe) throws IOException {
    Question question =
        new Question(
            1,
            OptionalDouble.empty(),
            Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold),
            false);
    return Files.isRegularFile(Path.of(claim))
        ? kith.compare(gallery, ProbeFile.read(Path.of(claim)), probe, question)
        : kith.verify(gallery, claim, probe, question);
  }
}
