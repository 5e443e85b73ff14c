package dev.kith.tools;

import dev.kith.gallery.GalleryName;
import dev.kith.tools.evaluate.GalleryAudit;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measure a gallery, as it stands, on labelled probes.",
    description = {
      "",
      "Asks the gallery who each probe is, by exact search, and holds the answers against the probes' labels: the rates that"
          + " its thresholds give beside those its calibration foretells, TPIR at FPIR, DET, OSCR, with the numbers of trials,"
          + " the gallery's size, the encoder's digest and the date. Nothing is changed.",
      ""
    })
final class AuditCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

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
      names = "--probes",
      required = true,
      paramLabel = "DIR",
      description =
          "A folder a class, or the same in a .zip; a folder named like a subject holds probes of it, any other those of a"
              + " stranger.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path probes;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page to hand to an auditor: one HTML file.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(probes)) {
      throw new CommandFailure("%s isn't there, expected a folder of probes".formatted(probes));
    }
    try (Target kith = target.open()) {
      GalleryAudit audit = GalleryAudit.of(kith, gallery, probes);
      audit.refused().stream()
          .limit(SHOWN)
          .forEach(each -> System.err.println("passed over " + each));
      if (report != null) {
        Files.writeString(report, audit.html());
      }
      System.out.println(json ? audit.json().toPrettyString() : audit.sentences());
      return audit.refused().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
    }
  }
}
