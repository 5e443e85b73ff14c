package dev.kith.tools;

import dev.kith.server.http.ServerOptions;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import dev.kith.tools.demo.Demonstration;
import dev.kith.tools.target.DirectoryTarget;
import dev.kith.tools.target.TemporaryDirectory;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "See it work: glyphs are enrolled, then identified over HTTP.",
    description = {
      "",
      "Enrols glyphs of an invented script, starts the server, and asks it who a known and an unknown glyph are.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  private static final int FIRST_PORT = 8080;
  private static final int LAST_PORT = 8179;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the data here. Default: a temporary folder that goes at the end.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen. Default: the first free one from 8080 on.")
  private @Nullable Integer port;

  @Option(
      names = "--subjects",
      paramLabel = "N",
      defaultValue = "250",
      description = "Glyphs to enrol, at least 12. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(names = "--once", description = "Stop after the answers.")
  private boolean once;

  @Option(names = "--json", description = "Print one JSON document instead of sentences.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (subjects < 12 || subjects > 100_000) {
      throw new CommandFailure("got %d glyphs, expected 12 to 100,000".formatted(subjects));
    }
    Path pictures =
        data == null
            ? Files.createTempDirectory("kith-demo-")
            : Files.createDirectories(data.resolve("demo"));
    Path directory = data == null ? pictures.resolve("data") : data;
    TemporaryDirectory passing = new TemporaryDirectory(pictures.resolve("data"));
    return show(directory, pictures, data == null ? passing::close : () -> {});
  }

  private int show(Path directory, Path pictures, Runnable afterwards)
      throws IOException, InterruptedException {
    Demonstration demonstration = new Demonstration(subjects, pictures);
    Kith kith = Kith.open(directory, KithOptions.defaults());
    try (Serving serving = listen(kith, afterwards)) {
      double seconds = demonstration.enrol(new DirectoryTarget(kith));
      Demonstration.Outcome outcome = demonstration.ask(serving.address(), seconds);
      System.out.println(
          json
              ? DemoWords.document(serving.address(), outcome)
              : DemoWords.text(serving.address(), outcome, !once));
      if (!once) {
        return serving.untilStopped();
      }
      return outcome.asHoped() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private Serving listen(Kith kith, Runnable afterwards) throws IOException {
    int chosen = port == null ? freePort() : port;
    return Serving.start(kith, ServerOptions.on("127.0.0.1", chosen), afterwards);
  }

  /// The usual port is often taken on a machine where people try things.
  private static int freePort() throws IOException {
    for (int candidate = FIRST_PORT; candidate <= LAST_PORT; candidate++) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
        return candidate;
      } catch (BindException _) {
        // somebody has it
      }
    }
    return 0;
  }
}
