package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.gallery.GalleryName;
import dev.kith.server.work.ReindexWish;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reindex",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Move a gallery to another encoder, judged before it takes charge.",
    description = {
      "",
      "Kept samples are encoded anew beside the running generation; both are compared on the gallery's own templates, each at"
          + " the wanted FPIR; the new one takes charge where it is no worse, and the old one follows on for a while."
          + " The job is the data directory's: asked again after a kill, it goes on where it was.",
      ""
    })
final class ReindexCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

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
      names = "--encoder",
      paramLabel = "NAME",
      description =
          "The new encoder. Without one the index is rebuilt from the embeddings there are.")
  private @Nullable String encoder;

  /// Who decides.
  enum Activate {
    AUTO,
    MANUAL
  }

  @Option(
      names = "--activate",
      paramLabel = "auto|manual",
      defaultValue = "auto",
      description =
          "Whether the new generation takes charge by itself where it passes. Default: ${DEFAULT-VALUE}.")
  private Activate activate = Activate.AUTO;

  @Option(
      names = "--margin",
      paramLabel = "RATE",
      defaultValue = "0.005",
      description = "How much worse FNIR, and rank-1, may be. Default: ${DEFAULT-VALUE}.")
  private double margin;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "Of the cores that may encode. Default: ${DEFAULT-VALUE}.")
  private double share;

  @Option(
      names = "--rollback-hours",
      paramLabel = "HOURS",
      defaultValue = "168",
      description = "How long the relieved generation follows on. Default: ${DEFAULT-VALUE}.")
  private long rollbackHours;

  @Option(
      names = "--leave-unsampled",
      description =
          "Leave templates behind that have no sample to encode anew; else a map learned on other samples carries them.")
  private boolean leaveUnsampled;

  @Option(
      names = "--bridge-keep",
      paramLabel = "SHARE",
      defaultValue = "0.95",
      description =
          "Share of an encoded gallery's rank-1 that such a map must keep, or nothing begins. Default: ${DEFAULT-VALUE}.")
  private double bridgeKeep;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write the job's report: plan, refused templates, judgement, every subject that fares differently. NDJSON.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the job's document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ReindexWish wish =
        new ReindexWish(
            Optional.ofNullable(encoder),
            activate == Activate.AUTO,
            margin,
            share,
            Duration.ofHours(rollbackHours),
            leaveUnsampled,
            bridgeKeep);
    try (Target kith = target.open();
        ProgressBar bar = new ProgressBar("reindex", 0)) {
      JsonNode job = kith.reindex(gallery, wish, now -> show(bar, now));
      bar.finish();
      byte[] lines = kith.report(job.path("id").asText());
      if (report != null) {
        Files.write(report, lines);
      }
      System.out.println(json ? job.toPrettyString() : sentences(job, lines));
      return job.path("state").asText().equals("done") ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static void show(ProgressBar bar, JsonNode job) {
    bar.remark(job.path("stage").asText());
    bar.at(job.path("done").asLong(), job.path("total").asLong());
  }

  private static String sentences(JsonNode job, byte[] report) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : new String(report, StandardCharsets.UTF_8).lines().toList()) {
      JsonNode each = JSON.readTree(line);
      switch (each.path("phase").asText()) {
        case "judge" -> text.append(judged(each));
        case "cut-over" ->
            text.append(
                "generation %d is in charge, %d follows on%n"
                    .formatted(each.path("generation").asInt(), each.path("relieved").asInt()));
        default -> {}
      }
    }
    long refused = job.path("refusedCount").asLong();
    if (refused > 0) {
      text.append("%,d templates were not encoded: see --report%n".formatted(refused));
    }
    text.append("the job is ").append(job.path("state").asText());
    return job.hasNonNull("failure")
        ? text.append(": ").append(job.path("failure").asText()).toString()
        : text.toString();
  }

  private static String judged(JsonNode each) {
    return String.format(
        Locale.ROOT,
        "on %,d mated trials at FPIR %s: FNIR %.4f, was %.4f; rank-1 %.4f, was %.4f%n%s: %s%n",
        each.path("trials").asLong(),
        CalibrateCommand.percent(each.path("fpir")),
        each.at("/new/fnir").asDouble(Double.NaN),
        each.at("/old/fnir").asDouble(Double.NaN),
        each.at("/new/rank1").asDouble(Double.NaN),
        each.at("/old/rank1").asDouble(Double.NaN),
        each.path("verdict").asText(),
        each.path("reason").asText());
  }
}
