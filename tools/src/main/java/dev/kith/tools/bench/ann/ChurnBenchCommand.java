package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Generation;
import dev.kith.tools.target.TemporaryDirectory;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench churn`: what an index is worth after its subjects have come and gone for long.
@Command(
    name = "churn",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Let subjects come and go, then hold the index against a fresh one.",
    description = {
      "",
      "Builds an index of identity-like vectors. In every round drawn subjects are withdrawn and as many new ones enrolled, as"
          + " a server applies it, and committed; merges go on behind. Once they are done, an index of what is left is built"
          + " anew, and both are searched by turns. Half of the queries are of subjects that stand at the end, half of"
          + " strangers. Prints lines of JSON: builds, recall as it goes, each index with each beam, and the two compared.",
      ""
    })
public final class ChurnBenchCommand implements Callable<Integer> {
  private static final KithEngine CHURNED = KithEngine.named("churned");
  private static final KithEngine FRESH = KithEngine.named("fresh");
  private static final Duration SETTLES = Duration.ofHours(1);

  @Option(
      names = "--generate",
      paramLabel = "SxTxD",
      defaultValue = "100000x1x128",
      description = "S subjects, T templates each, D numbers. Default: ${DEFAULT-VALUE}.")
  private String generate = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200",
      description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Of the subjects, that go and come in a round. Default: ${DEFAULT-VALUE}.")
  private double share;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "20",
      description = "Rounds from one look at the recall to the next. Default: ${DEFAULT-VALUE}.")
  private int every;

  @Option(
      names = "--beams",
      split = ",",
      paramLabel = "N",
      defaultValue = "32,64,128,256",
      description = "Rounds are looked at with the first. Default: ${DEFAULT-VALUE}.")
  private List<Integer> beams = List.of();

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "4",
      description = "Of each index with each beam. Default: ${DEFAULT-VALUE}.")
  private int turns;

  @Mixin private AskingOptions asking = new AskingOptions();

  @Override
  public Integer call() throws IOException {
    Size size = Size.parse(generate);
    check(size);
    Churn churn = new Churn(KithEngine.space(size.dimension()), size, asking.seed);
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench")) {
      Path churned = directory.path().resolve("churned");
      Path fresh = directory.path().resolve("fresh");
      say(Sweep.build(CHURNED, churned, churn.task(asking.asked)));
      say(rounds(churn, churned, size));
      Task task = churn.task(asking.asked);
      say(Sweep.build(FRESH, fresh, task));
      compare(task, churned, fresh);
    }
    return 0;
  }

  private void check(Size size) {
    asking.check(beams);
    if (rounds < 1 || every < 1 || turns < 1 || beams.isEmpty()) {
      throw new CommandFailure(
          "got --rounds %d, --every %d, --turns %d and %d beams, expected at least 1 of each"
              .formatted(rounds, every, turns, beams.size()));
    }
    if (!(share > 0 && share <= 1) || each(size) < 1) {
      throw new CommandFailure(
          "got --share %s of %,d subjects, expected one subject to all of them"
              .formatted(share, size.subjects()));
    }
  }

  private int each(Size size) {
    return (int) Math.round(share * size.subjects());
  }

  private ObjectNode rounds(Churn churn, Path directory, Size size) throws IOException {
    long wall = System.nanoTime();
    long cpu = Asking.cpuNanos();
    try (Generation generation =
        CHURNED.generation(directory, size.dimension(), beams.getFirst())) {
      new ChurnRounds(generation, churn, each(size), every, asking.asked)
          .run(rounds, ChurnBenchCommand::say);
      // closing would abandon merges that are under way
      Quiet.await(Asking::cpuNanos, SETTLES);
    }
    return line("churned", "churn")
        .put("rounds", rounds)
        .put("subjectsEachRound", each(size))
        .put("wallSeconds", (System.nanoTime() - wall) / 1e9)
        .put("cpuSeconds", (Asking.cpuNanos() - cpu) / 1e9)
        .put("bytes", Sweep.bytes(directory))
        .put("segments", CHURNED.segments(directory, size.dimension()));
  }

  private void compare(Task task, Path churned, Path fresh) throws IOException {
    Truth truth = Truth.of(task);
    Asking clients = new Asking(task.queries(), asking.threads);
    for (int beam : beams) {
      try (Engine.Searching old = CHURNED.open(churned, task, beam);
          Engine.Searching young = FRESH.open(fresh, task, beam)) {
        List<Measured> both =
            clients.byTurns(
                List.of(
                    new Contender("churned", old, task, truth),
                    new Contender("fresh", young, task, truth)),
                turns,
                asking.seconds);
        both.forEach(each -> say(each.line(beam, asking.threads)));
        say(compared(beam, both.getFirst(), both.getLast()));
      }
    }
  }

  private static ObjectNode compared(int beam, Measured churned, Measured fresh) {
    return line("churned", "compare")
        .put("beam", beam)
        .put("subjectRecallLost", fresh.hits().subjects() - churned.hits().subjects())
        .put(
            "queriesPerSecondRatio",
            churned.pace().queriesPerSecond() / fresh.pace().queriesPerSecond())
        .put("p99Ratio", churned.pace().micros(0.99) / fresh.pace().micros(0.99));
  }

  private static ObjectNode line(String engine, String phase) {
    return JsonNodeFactory.instance.objectNode().put("engine", engine).put("phase", phase);
  }

  private static void say(ObjectNode line) {
    System.out.println(line);
  }
}
