package dev.kith.tools.bench.ann;

import dev.kith.tools.target.TemporaryDirectory;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench ann`: recall and speed of the index on vectors.
@Command(
    name = "ann",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Build an index of vectors and search it, beam by beam.",
    description = {
      "",
      "Rows are normalised, truth is by inner product. The build ends at the synced commit. A hit counts if its score reaches"
          + " the k-th true score less 1e-6. Prints a line of JSON for each build and each beam; builds use all cores"
          + " ('taskset -c 0' makes it one).",
      ""
    })
public final class AnnBenchCommand implements Callable<Integer> {
  @Option(names = "--base", paramLabel = "FILE", description = "Vectors: .fvecs or .npy.")
  private @Nullable Path base;

  @Option(names = "--queries", paramLabel = "FILE", description = "Queries: .fvecs or .npy.")
  private @Nullable Path queries;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Row numbers of each query's nearest, .ivecs. Default: computed.")
  private @Nullable Path truth;

  @Option(
      names = "--subjects",
      paramLabel = "FILE",
      description = "One row with each vector's subject, .ivecs. Default: its own.")
  private @Nullable Path subjects;

  @Option(
      names = "--generate",
      paramLabel = "SxTxD",
      description =
          "Instead of files: identity-like vectors of S subjects, T templates each, D numbers; half of the queries are strangers.")
  private @Nullable String generate;

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "kith,lucene,exact",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<String> engines = List.of();

  @Option(
      names = "--beams",
      split = ",",
      paramLabel = "N",
      defaultValue = "16,32,64,96,128,192,256,384,512",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<Integer> beams = List.of();

  @Option(
      names = "--restart",
      description =
          "Also print what opening a built index takes: seconds until the first answer, and bytes on the heap.")
  private boolean restart;

  @Mixin private AskingOptions asking = new AskingOptions();

  @Override
  public Integer call() throws IOException {
    check();
    Task task = task();
    Sweep sweep = new Sweep(task, Truth.of(task), asking.threads, asking.seconds);
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench")) {
      boolean built = false;
      for (String name : engines) {
        Engine engine = engine(name);
        boolean shares = built && !name.equals("lucene");
        if (!shares) {
          System.out.println(Sweep.build(engine, directory.path(), task));
          built |= !name.equals("lucene");
          if (restart) {
            System.out.println(Sweep.open(engine, directory.path(), task));
          }
        }
        for (int beam : name.equals("exact") ? List.of(0) : beams) {
          System.out.println(sweep.search(engine, directory.path(), beam));
        }
      }
    }
    return 0;
  }

  private void check() {
    asking.check(beams);
    engines.forEach(AnnBenchCommand::engine);
  }

  private static Engine engine(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "kith" -> KithEngine.named("kith");
      case "exact" -> KithEngine.exact();
      case "lucene" -> new LuceneEngine();
      default ->
          throw new CommandFailure("got engine %s, expected kith, lucene or exact".formatted(name));
    };
  }

  private Task task() throws IOException {
    if (generate != null && base == null && queries == null) {
      return Task.generated(Size.parse(generate), asking.asked, asking.seed);
    }
    if (generate != null || base == null || queries == null) {
      throw new CommandFailure("expected either --base and --queries, or --generate");
    }
    return Task.read(base, queries, Optional.ofNullable(truth), Optional.ofNullable(subjects));
  }
}
