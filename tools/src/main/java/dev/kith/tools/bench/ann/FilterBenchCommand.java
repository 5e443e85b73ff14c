package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Search;
import dev.kith.tools.target.TemporaryDirectory;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench filter`: what a filter costs.
@Command(
    name = "filter",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Search among some of the subjects, beside the scan of them and the search of all.",
    description = {
      "",
      "Builds an index of identity-like vectors whose subjects have attributes. For each share, a filter admits so many of"
          + " them, and three searches go by turns: with the filter, by exact scan with the filter, and without the filter."
          + " Recall is of what each may find. Prints lines of JSON: the build, each search, and by how much the filtered"
          + " one takes longer than the better of the two others.",
      ""
    })
public final class FilterBenchCommand implements Callable<Integer> {
  @Option(
      names = "--generate",
      paramLabel = "SxTxD",
      defaultValue = "100000x1x128",
      description = "S subjects, T templates each, D numbers. Default: ${DEFAULT-VALUE}.")
  private String generate = "";

  @Option(
      names = "--shares",
      split = ",",
      paramLabel = "SHARE",
      defaultValue = "0.5,0.05,0.001",
      description = "Of the subjects, that a filter admits. Default: ${DEFAULT-VALUE}.")
  private List<Double> shares = List.of();

  @Option(
      names = "--beam",
      paramLabel = "N",
      defaultValue = "128",
      description = "Default: ${DEFAULT-VALUE}.")
  private int beam;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of each search with each share. Default: ${DEFAULT-VALUE}.")
  private int turns;

  @Mixin private AskingOptions asking = new AskingOptions();

  @Override
  public Integer call() throws IOException {
    check();
    Task task = Task.generated(Size.parse(generate), asking.asked, asking.seed);
    Truth everybody = Truth.of(task);
    Shares drawn = new Shares(shares, asking.seed);
    KithEngine engine = KithEngine.named("kith").describing(drawn::attributes);
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench")) {
      System.out.println(Sweep.build(engine, directory.path(), task));
      try (Generation generation =
          engine.generation(directory.path(), task.base().dimension(), beam)) {
        Contender unfiltered =
            new Contender(
                "unfiltered", searching(generation, Filter.EVERYBODY, false), task, everybody);
        for (double share : shares) {
          compare(unfiltered, generation, share, drawn);
        }
      }
    }
    return 0;
  }

  private void check() {
    asking.check(List.of(beam));
    if (turns < 1) {
      throw new CommandFailure("got --turns %d, expected at least 1".formatted(turns));
    }
    for (double share : shares) {
      if (!(share > 0 && share <= 1)) {
        throw new CommandFailure(
            "got share %s, expected one above 0 and at most 1".formatted(share));
      }
    }
  }

  private static KithSearching searching(Generation generation, Filter filter, boolean exact) {
    return new KithSearching(generation, new Search(Truth.DEPTH, filter, exact));
  }

  private void compare(Contender unfiltered, Generation generation, double share, Shares drawn)
      throws IOException {
    Filter filter = drawn.filter(share);
    Task among = unfiltered.task().among(each -> filter.admits(drawn.attributes(each)));
    Truth truth = Truth.of(among);
    List<Measured> all =
        new Asking(among.queries(), asking.threads)
            .byTurns(
                List.of(
                    new Contender("filtered", searching(generation, filter, false), among, truth),
                    new Contender("exact", searching(generation, filter, true), among, truth),
                    unfiltered),
                turns,
                asking.seconds);
    long admitted = among.subjects().distinct().count();
    for (Measured each : all) {
      say(each.line(beam, asking.threads), share, admitted);
    }
    say(compared(all.getFirst(), all.subList(1, all.size())), share, admitted);
  }

  private ObjectNode compared(Measured filtered, List<Measured> others) {
    Measured better = Collections.max(others, Comparator.comparingDouble(FilterBenchCommand::rate));
    return JsonNodeFactory.instance
        .objectNode()
        .put("engine", filtered.engine())
        .put("phase", "compare")
        .put("beam", beam)
        .put("better", better.engine())
        .put("timesAsLong", rate(better) / rate(filtered))
        .put("p99TimesAsLong", filtered.pace().micros(0.99) / better.pace().micros(0.99))
        .put("subjectRecallAt10", filtered.hits().subjects());
  }

  private static double rate(Measured measured) {
    return measured.pace().queriesPerSecond();
  }

  private static void say(ObjectNode line, double share, long admitted) {
    System.out.println(line.put("share", share).put("admitted", admitted));
  }
}
