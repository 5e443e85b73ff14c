package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.client.ServerRefusal;
import dev.kith.tools.target.ProbeFile;
import dev.kith.tools.target.Question;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "identify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Ask who it is, or whether it is nobody the gallery knows.",
    description = "")
final class IdentifyCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--gallery",
      required = true,
      paramLabel = "NAME",
      converter = TargetOptions.Gallery.class,
      description = "The gallery to look in.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private GalleryName gallery;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Images, or .json files that hold an embedding.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<Path> files;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "3",
      description = "Candidates to list, one a subject. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private QuestionOptions point = new QuestionOptions();

  @Option(names = "--exact", description = "Search by exact scan.")
  private boolean exact;

  @Option(names = "--json", description = "Print one JSON object a line, as the server answers.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Question question = point.question(limit, exact);
    int refused = 0;
    try (Target kith = target.open()) {
      for (Path file : files) {
        refused += answer(kith, ProbeFile.read(file), question) ? 0 : 1;
      }
    }
    return refused == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
  }

  /// A probe that is no good doesn't keep the others from being asked.
  private boolean answer(Target kith, ProbeFile probe, Question question) throws IOException {
    try {
      show(probe, kith.identify(gallery, probe, question));
      return true;
    } catch (GalleryException.Invalid refusal) {
      refuse(probe, refusal.code(), refusal);
    } catch (ServerRefusal refusal) {
      if (refusal.status() != 400 && refusal.status() != 413) {
        throw refusal;
      }
      refuse(probe, refusal.code(), refusal);
    }
    return false;
  }

  private void refuse(ProbeFile probe, String code, RuntimeException refusal) {
    if (json) {
      ObjectNode line = line(probe);
      line.putObject("problem").put("code", code).put("detail", refusal.getMessage());
      System.out.println(line);
    } else {
      System.out.printf("%s: %s (%s)%n", probe.path(), refusal.getMessage(), code);
    }
  }

  private static ObjectNode line(ProbeFile probe) {
    return JsonNodeFactory.instance.objectNode().put("file", probe.path().toString());
  }

  private void show(ProbeFile probe, JsonNode answer) {
    if (json) {
      System.out.println(line(probe).setAll((ObjectNode) answer));
      return;
    }
    System.out.printf("%s: %s%n", probe.path(), Sentences.decision(answer));
    int rank = 1;
    for (JsonNode candidate : answer.path("candidates")) {
      System.out.printf("  %2d. %s%n", rank++, Sentences.candidate(candidate));
    }
  }
}
