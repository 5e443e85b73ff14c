package dev.kith.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.source.Source;
import dev.kith.tools.target.ImportLog;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Enrol in bulk: a folder of images, NDJSON, or vectors.",
    description = {
      "",
      "Running it again, after a crash or on purpose, doubles nothing: what stands already is passed over.",
      "What can't be enrolled is named with its reason in the report; the rest goes on.",
      ""
    })
final class ImportCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--gallery",
      required = true,
      paramLabel = "NAME",
      converter = TargetOptions.Gallery.class,
      description = "The gallery to enrol into.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private GalleryName gallery;

  @Parameters(
      paramLabel = "PATH",
      description = {
        "A folder of images, one folder a subject (png, jpg, webp, gif, bmp, tiff, pgm, ppm), or the same in a .zip:"
            + " a subject is the path of its folder.",
        "Or .ndjson: lines with a subject, perhaps a template, displayName and attributes, and an image (base64) or an"
            + " embedding.",
        "Or vectors in .fvecs or .npy."
      })
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path path;

  @Option(
      names = "--encoder",
      paramLabel = "NAME|FILE",
      description =
          "Create the gallery with this encoder: the name of one that is there, or an .onnx file"
              + " (with its sidecar .json beside it, if it needs one).")
  private @Nullable String encoder;

  @Option(
      names = "--cohort",
      description =
          "They are strangers: keep them apart from the subjects, to measure the gallery's error rates.")
  private boolean cohort;

  @Option(
      names = "--ids",
      paramLabel = "FILE",
      description =
          "For vectors: one subject a line. Default: the file of the same name that ends in .ids or .txt.")
  private @Nullable Path ids;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Where refused items are listed, as NDJSON. Default: GALLERY.refused.ndjson here.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print one JSON document instead of sentences.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Path reportTo = report == null ? Path.of(gallery + ".refused.ndjson") : report;
    long begun = System.nanoTime();
    try (Source source = Source.open(path, Optional.ofNullable(ids));
        Target kith = target.open();
        ProgressBar bar = new ProgressBar("import", source.total());
        ImportLog log = new ImportLog(reportTo, bar)) {
      prepare(kith, source);
      if (cohort) {
        kith.admit(gallery, source, log);
      } else {
        kith.enrol(gallery, source, log);
      }
      bar.finish();
      tell(kith, log, (System.nanoTime() - begun) / 1e9);
      return log.refused() == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
    }
  }

  private void prepare(Target kith, Source source) throws IOException {
    if (encoder != null) {
      kith.useEncoder(
          gallery, encoder.endsWith(".onnx") ? upload(kith, Path.of(encoder)) : encoder);
    } else if (kith.holding(gallery).isEmpty()) {
      kith.useDimension(
          gallery,
          source
              .dimension()
              .orElseThrow(() ->
                  new CommandFailure(
                      "there is no gallery %s; add --encoder NAME (such as glyph) or --encoder FILE.onnx to create it"
                          .formatted(gallery))));
    }
  }

  private static String upload(Target kith, Path model) throws IOException {
    String file = String.valueOf(model.getFileName());
    String name = file.substring(0, file.length() - ".onnx".length());
    Path sidecar = model.resolveSibling(name + ".json");
    kith.putEncoder(
        name, model, Files.isRegularFile(sidecar) ? Optional.of(sidecar) : Optional.empty());
    return name;
  }

  private void tell(Target kith, ImportLog log, double seconds) throws IOException {
    Target.Holding holding =
        kith.holding(gallery)
            .orElseThrow(() -> new CommandFailure("gallery %s is gone".formatted(gallery)));
    if (json) {
      System.out.println(document(log, holding, seconds));
      return;
    }
    System.out.printf(
        "%s %,d of %,d items in %.1f s; gallery %s holds %,d subjects, %,d templates%n",
        cohort ? "admitted to the cohort" : "enrolled",
        log.done() - log.refused(),
        log.done(),
        seconds,
        gallery,
        holding.subjects(),
        holding.templates());
    if (log.refused() > 0) {
      System.out.printf("refused %,d, all listed in %s%n", log.refused(), log.report());
      log.first()
          .forEach(each ->
              System.out.printf("  %s: %s (%s)%n", each.origin(), each.reason(), each.code()));
    }
  }

  private ObjectNode document(ImportLog log, Target.Holding holding, double seconds) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("gallery", gallery.value())
            .put("items", log.done())
            .put("enrolled", log.done() - log.refused())
            .put("refused", log.refused())
            .put("subjects", holding.subjects())
            .put("templates", holding.templates())
            .put("seconds", seconds);
    return log.refused() == 0 ? document : document.put("report", log.report().toString());
  }
}
