package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Which threshold keeps a wanted error rate, and how sure that is.",
    description = {
      "",
      "Measured on the gallery's cohort (see 'import --cohort'); without one, on its own subjects as strangers to each other;"
          + " before that, on what its encoder came with.",
      ""
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final int LISTED = 20;

  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--gallery",
      required = true,
      paramLabel = "NAME",
      converter = TargetOptions.Gallery.class,
      description = "The gallery.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private GalleryName gallery;

  @Option(
      names = "--fpir",
      paramLabel = "RATE",
      description = "Wanted false-positive identification rate. Default: the gallery's.")
  private @Nullable Double fpir;

  @Option(
      names = "--subjects",
      paramLabel = "N",
      description = "What if the gallery had so many subjects. Default: as many as it has.")
  private @Nullable Long subjects;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page with the curve, its bands and the table: one HTML file.")
  private @Nullable Path report;

  @Option(
      names = "--history",
      description = "Print how the threshold moved, too: the last twenty, newest first.")
  private boolean history;

  @Option(names = "--json", description = "Print the document that the server answers.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    OptionalDouble rate = fpir == null ? OptionalDouble.empty() : OptionalDouble.of(fpir);
    OptionalLong many = subjects == null ? OptionalLong.empty() : OptionalLong.of(subjects);
    try (Target kith = target.open()) {
      JsonNode now = kith.calibration(gallery, rate, many);
      if (report != null) {
        JsonNode doubled =
            kith.calibration(
                gallery, rate, OptionalLong.of(Math.max(2, 2 * now.path("subjects").asLong())));
        Files.writeString(
            report,
            new CalibrationPage(gallery, now, doubled, kith.thresholds(gallery, LISTED)).html());
      }
      print(now, history ? Optional.of(kith.thresholds(gallery, LISTED)) : Optional.empty());
      return now.path("threshold").isNull() ? ExitCode.DONE_WITH_REFUSALS : ExitCode.DONE;
    }
  }

  private void print(JsonNode now, Optional<JsonNode> past) {
    if (json) {
      past.ifPresent(list -> ((ObjectNode) now).set("history", list));
      System.out.println(now.toPrettyString());
      return;
    }
    System.out.println(sentences(now));
    past.ifPresent(list -> list.forEach(each -> System.out.println(sentence(each))));
  }

  private static String sentence(JsonNode past) {
    return String.format(
        Locale.ROOT,
        "%s  %.4f [%.4f, %.4f] for FPIR %s at %,d subjects, %,d trials (%s): %s",
        past.path("at").asText(),
        past.path("threshold").asDouble(),
        past.at("/thresholdInterval/0").asDouble(),
        past.at("/thresholdInterval/1").asDouble(),
        percent(past.path("target")),
        past.path("subjects").asLong(),
        past.path("trials").asLong(),
        past.path("method").asText(),
        past.path("why").asText());
  }

  private static String sentences(JsonNode now) {
    if (now.path("threshold").isNull()) {
      return "nothing is known yet: add strangers with 'import --cohort', or enrol 50 subjects";
    }
    JsonNode rate = now.path("fpir");
    String text =
        String.format(
            Locale.ROOT,
            "threshold %.4f [%.4f, %.4f] for FPIR %s at %,d subjects%nestimated FPIR %s [%s, %s], from %,d trials (%s)",
            now.path("threshold").asDouble(),
            now.at("/thresholdInterval/0").asDouble(),
            now.at("/thresholdInterval/1").asDouble(),
            percent(rate.path("target")),
            now.path("subjects").asLong(),
            percent(rate.path("estimate")),
            percent(rate.path("low")),
            percent(rate.path("high")),
            now.path("trials").asLong(),
            now.path("method").asText());
    StringBuilder all = new StringBuilder(text);
    if (rate.has("note")) {
      all.append(System.lineSeparator()).append(rate.path("note").asText());
    }
    return all.append(suspects(now.path("suspects"))).toString();
  }

  private static String suspects(JsonNode suspects) {
    StringBuilder text = new StringBuilder();
    if (suspects.path("counted").asLong() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%,d pairs score as strangers hardly do; without them the threshold would be %.4f: see 'kith suspects'",
              suspects.path("counted").asLong(),
              suspects.path("thresholdWithout").asDouble()));
    }
    if (suspects.path("excluded").asLong() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%,d excluded; with them the threshold would be %.4f",
              suspects.path("excluded").asLong(),
              suspects.path("thresholdWithExcluded").asDouble()));
    }
    return text.toString();
  }

  static String percent(JsonNode rate) {
    return String.format(Locale.ROOT, "%.3g %%", 100 * rate.asDouble());
  }
}
