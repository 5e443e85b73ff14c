package dev.kith.tools;

import dev.kith.tools.bench.BenchCommand;
import dev.kith.tools.evaluate.EvaluateCommand;
import dev.kith.tools.loss.LossesCommand;
import dev.kith.tools.release.AdaptCommand;
import dev.kith.tools.release.ExportCommand;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.terminal.StandardError;
import dev.kith.tools.train.TrainCommand;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `kith` command line. Exit codes: 0 done, 1 failed, 2 asked wrongly, 3 done but something was
/// refused or found wrong.
@Command(
    name = "kith",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Open-set identification: enrol the subjects you know, then ask who a new sample is, or whether it is nobody you know."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "See 'kith COMMAND --help' for each. Exit code: 0 done, 1 failed, 2 asked wrongly, 3 done, but something was refused or found wrong."
    },
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ImportCommand.class,
      IdentifyCommand.class,
      VerifyCommand.class,
      CalibrateCommand.class,
      AuditCommand.class,
      SuspectsCommand.class,
      ReindexCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      LossesCommand.class,
      TrainCommand.class,
      ExportCommand.class,
      AdaptCommand.class,
      EvaluateCommand.class,
      HelpCommand.class
    })
public final class Kith implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /// The command line, ready for these arguments.
  static CommandLine commandLine(String[] args, Map<String, String> environment) {
    CommandLine kith =
        new CommandLine(new Kith())
            .setUsageHelpAutoWidth(true)
            .setUsageHelpLongOptionsMaxWidth(32)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Kith::askedWrongly)
            .setExecutionExceptionHandler(new Failures());
    if (args.length > 0 && args[0].equals("serve")) {
      CommandLine serve = Objects.requireNonNull(kith.getSubcommands().get("serve"));
      serve.setDefaultValueProvider(Settings.of(serve, args, environment));
    }
    return kith;
  }

  private static int askedWrongly(ParameterException e, String[] args) {
    var out = e.getCommandLine().getErr();
    out.println("kith: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, out);
    out.println(
        "try '"
            + e.getCommandLine().getCommandSpec().qualifiedName()
            + " --help' for what it takes");
    return ExitCode.ASKED_WRONGLY;
  }

  private static int execute(String[] args) {
    try {
      return commandLine(args, System.getenv()).execute(args);
    } catch (CommandFailure | UncheckedIOException e) {
      return Failures.tell(e, new PrintWriter(System.err, true, Charset.defaultCharset()));
    }
  }

  public static void main(String[] args) {
    StandardError.takeBack();
    Logging.quietly();
    System.exit(execute(args));
  }
}
