package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.server.http.SuspectJson;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Exclusion chosen = chosen();
    if (undo && chosen == null) {
      throw new ParameterException(
          spec.commandLine(), "got --undo alone, expected --enrolled or --twice with it");
    }
    try (Target kith = target.open()) {
      boolean done = chosen == null || change(kith, chosen);
      JsonNode now =
          chosen == null || !done
              ? kith.suspects(gallery)
              : settled(kith, SuspectJson.wish(chosen));
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

  /// The list once the change is in it, which a server notices behind its answer.
  private JsonNode settled(Target kith, ObjectNode pair) throws IOException {
    long begun = System.nanoTime();
    JsonNode now = kith.suspects(gallery);
    while (now.path("waiting").asLong() > 0 || isExcluded(now, pair) == undo) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        System.err.println("the change is kept, but not in this list yet: ask again in a while");
        return now;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      now = kith.suspects(gallery);
    }
    return now;
  }

  private static boolean isExcluded(JsonNode now, ObjectNode pair) {
    for (JsonNode each : now.path("items")) {
      if (each.path("excluded").asBoolean()
          && pair.properties().stream()
              .allMatch(id -> each.path(id.getKey()).equals(id.getValue()))) {
        return true;
      }
    }
    return false;
  }

  private static String text(JsonNode now) {
    StringBuilder text =
        new StringBuilder(
            now.path("threshold").isNull()
                ? "nothing is known yet"
                : String.format(
                    Locale.ROOT,
                    "threshold %.4f; suspects counted: %,d%s; pairs excluded: %,d%s",
                    now.path("threshold").asDouble(),
                    now.path("counted").asLong(),
                    otherwise(now.path("thresholdWithout"), "without"),
                    now.path("excluded").asLong(),
                    otherwise(now.path("thresholdWithExcluded"), "with")));
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
        : String.format(Locale.ROOT, " (%s them it would be %.4f)", how, threshold.asDouble());
  }

  private static String who(ObjectNode suspect) {
    if (suspect.path("stranger").isNull()) {
      return suspect.path("other").asText();
    }
    String id = suspect.path("stranger").asText();
    return suspect.path("person").isNull()
        ? "stranger " + id
        : "stranger %s (%s)".formatted(id, suspect.path("person").asText());
  }
}
