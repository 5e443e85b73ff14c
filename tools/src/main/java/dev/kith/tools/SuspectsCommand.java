package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "suspects",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Who scores against whom as strangers hardly do, and what to make of it.",
    description = {
      "",
      "A stranger of the cohort who is enrolled, or one person enrolled as two subjects, drives the threshold up. Suspects"
          + " count until somebody who looked at them says that the two are one; the pair is then left out of the"
          + " calibration, and each stays a stranger to all others. Nothing that is enrolled changes.",
      ""
    })
final class SuspectsCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--gallery",
      required = true,
      paramLabel = "NAME",
      converter = TargetOptions.Gallery.class,
      description = "The gallery.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private GalleryName gallery;

  @ArgGroup private @Nullable Pair pair;

  private static final class Pair {
    @Option(
        names = "--enrolled",
        arity = "2",
        paramLabel = "ID",
        description = "Exclude: the stranger of the first id is the subject of the second.")
    private String @Nullable [] enrolled;

    @Option(
        names = "--twice",
        arity = "2",
        paramLabel = "ID",
        description = "Exclude: the two subjects are one.")
    private String @Nullable [] twice;
  }

  @Option(names = "--undo", description = "Readmit the pair instead: they are two.")
  private boolean undo;

  @Option(names = "--json", description = "Print the document that the server answers.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (Target kith = target.open()) {
      Exclusion chosen = chosen();
      boolean done = chosen == null || change(kith, chosen);
      JsonNode now = kith.suspects(gallery);
      System.out.println(json ? now.toPrettyString() : text(now));
      return done ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
    }
  }

  private @Nullable Exclusion chosen() {
    String[] enrolled = pair == null ? null : pair.enrolled;
    String[] twice = pair == null ? null : pair.twice;
    if (enrolled != null) {
      return new Exclusion.Enrolled(new StrangerId(enrolled[0]), new SubjectId(enrolled[1]));
    }
    return twice == null
        ? null
        : new Exclusion.Twice(new SubjectId(twice[0]), new SubjectId(twice[1]));
  }

  private boolean change(Target kith, Exclusion chosen) throws IOException {
    boolean changed = undo ? kith.readmit(gallery, chosen) : kith.exclude(gallery, chosen);
    if (!changed) {
      System.err.println(
          undo ? "the pair wasn't excluded" : "the pair was excluded before, nothing changed");
    }
    return changed;
  }

  private static String text(JsonNode now) {
    StringBuilder text =
        new StringBuilder(
            now.path("threshold").isNull()
                ? "nothing is known yet"
                : String.format(
                    Locale.ROOT,
                    "threshold %.4f; %,d suspects are counted%s, %,d pairs are excluded%s",
                    now.path("threshold").asDouble(),
                    now.path("counted").asLong(),
                    otherwise(now.path("thresholdWithout"), "without them"),
                    now.path("excluded").asLong(),
                    otherwise(now.path("thresholdWithExcluded"), "with them")));
    for (JsonNode each : now.path("items")) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  %.4f  %s and %s%s",
              each.path("score").asDouble(),
              who((ObjectNode) each),
              each.path("subject").asText(),
              each.path("excluded").asBoolean() ? ", excluded" : ""));
    }
    return text.toString();
  }

  private static String otherwise(JsonNode threshold, String how) {
    return threshold.isNull()
        ? ""
        : String.format(Locale.ROOT, " (%s it would be %.4f)", how, threshold.asDouble());
  }

  private static String who(ObjectNode suspect) {
    return suspect.path("stranger").isNull()
        ? suspect.path("other").asText()
        : "stranger " + suspect.path("stranger").asText();
  }
}
