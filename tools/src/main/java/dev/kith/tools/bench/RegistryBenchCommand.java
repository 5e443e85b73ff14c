package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import dev.kith.gallery.registry.SqliteRegistry;
import dev.kith.tools.target.TemporaryDirectory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How many embeddings a second the registry takes in bulk, each commit synced.
@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Write embeddings in bulk, and time the last of them.",
    description = {
      "",
      "Fills a fresh registry with embeddings of 128 numbers, one a subject, in units of 1,000, each committed and"
          + " synced, and says how many a second the last tenth took.",
      ""
    })
final class RegistryBenchCommand implements Callable<Integer> {
  private static final int UNIT = 1000;
  private static final int UNDER_WAY = 8;
  private static final int DIMENSION = 128;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Embeddings in all, at least 20,000. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(names = "--json", description = "Print one JSON document instead of a sentence.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    int timed = Math.max(UNIT, rows / 10);
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench");
        Registry registry = SqliteRegistry.open(directory.path())) {
      GalleryName name = new GalleryName("bench");
      GalleryEntry gallery =
          registry.put(name, Space.vectors(name, DIMENSION), GallerySettings.DEFAULTS);
      write(registry, gallery, 0, rows - timed);
      long start = System.nanoTime();
      write(registry, gallery, rows - timed, rows);
      double seconds = (System.nanoTime() - start) / 1e9;
      report(timed, seconds);
    }
    return 0;
  }

  private void report(int timed, double seconds) {
    ObjectNode figures =
        JsonNodeFactory.instance
            .objectNode()
            .put("rows", rows)
            .put("dimension", DIMENSION)
            .put("timedRows", timed)
            .put("seconds", seconds)
            .put("rowsPerSecond", timed / seconds);
    System.out.println(
        json
            ? figures
            : "%,d embeddings of %d numbers on top of %,d: %.1f s, %,.0f a second"
                .formatted(timed, DIMENSION, rows - timed, seconds, timed / seconds));
  }

  /// A few units wait while one is being written, as an import keeps them.
  private static void write(Registry registry, GalleryEntry gallery, int from, int to) {
    ArrayDeque<CompletableFuture<List<Receipt>>> underWay = new ArrayDeque<>();
    for (int row = from; row < to; row += UNIT) {
      underWay.add(registry.submit(gallery, unit(gallery.space(), row, Math.min(row + UNIT, to))));
      if (underWay.size() == UNDER_WAY) {
        underWay.remove().join();
      }
    }
    underWay.forEach(CompletableFuture::join);
  }

  private static List<Write> unit(Space space, int from, int to) {
    SplittableRandom random = new SplittableRandom(from);
    List<Write> writes = new ArrayList<>(to - from);
    for (int row = from; row < to; row++) {
      float[] values = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      writes.add(
          new Write.Enrol(
              new SubjectId("subject-" + row),
              new TemplateId("t"),
              Embedding.of(space, values),
              Optional.empty()));
    }
    return writes;
  }
}
