package dev.kith.tools;

import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.terminal.StandardError;
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
    subcommands = {HelpCommand.class})
public final class Kith implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /// The command line, ready to parse.
  static CommandLine commandLine() {
    return new CommandLine(new Kith())
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(32)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Kith::askedWrongly)
        .setExecutionExceptionHandler(new Failures());
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

  public static void main(String[] args) {
    StandardError.takeBack();
    System.exit(commandLine().execute(args));
  }
}
