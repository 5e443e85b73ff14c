package dev.kith.tools.bench;

import dev.kith.tools.bench.ann.AnnBenchCommand;
import dev.kith.tools.bench.ann.ChurnBenchCommand;
import dev.kith.tools.bench.ann.FilterBenchCommand;
import dev.kith.tools.bench.cohort.CohortBenchCommand;
import dev.kith.tools.evaluate.PromiseBenchCommand;
import dev.kith.tools.evaluate.ScoresBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The measurements, each a command of its own.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measure Kith on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AnnBenchCommand.class,
      ChurnBenchCommand.class,
      CohortBenchCommand.class,
      FilterBenchCommand.class,
      HttpBenchCommand.class,
      PromiseBenchCommand.class,
      RegistryBenchCommand.class,
      ReindexBenchCommand.class,
      ScoresBenchCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
