package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kith.tools.bench.ann.Yardstick;
import dev.kith.tools.client.KithClient;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.target.TemporaryDirectory;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "http",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Load a server with many clients.",
    description = {
      "",
      "They identify and enrol glyphs; it says how long calls took, what failed and whether memory grew.",
      "",
      "Without --server it starts one of its own on a fresh data directory. The gallery is erased afterwards.",
      ""
    })
final class HttpBenchCommand implements Callable<Integer> {
  /// Different embeddings to identify with.
  private static final int ASKED = 1000;

  @Option(names = "--server", paramLabel = "URL", description = "A running server to load.")
  private @Nullable URI server;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "That server's process, where it runs on this machine: its memory is watched.")
  private @Nullable Long pid;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "32",
      description = "Clients at once. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "How long calls are counted. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds before that, not counted. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--subjects",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Characters that are enrolled. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(
      names = "--enrol",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Share of calls that enrol; the others identify. Default: ${DEFAULT-VALUE}.")
  private double enrolShare;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      defaultValue = "glyph",
      description = "The encoder of the gallery. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String encoder;

  @Option(
      names = "--embeddings",
      paramLabel = "SxTxD",
      description = {
        "Instead of glyphs: import generated embeddings of S subjects, T templates each, D numbers, into a server of its"
            + " own, identify with others, and search its index in this process as well: processor seconds a query of both."
      })
  private @Nullable String embeddings;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of what is generated. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON document instead of sentences.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (embeddings != null) {
      return beside(embeddings);
    }
    if (server != null) {
      return load(server, pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
    }
    try (var directory = TemporaryDirectory.create("kith-bench-");
        ServerProcess own = ServerProcess.start(directory.path())) {
      return load(own.address(), OptionalLong.of(own.pid()));
    }
  }

  private LoadRun.Plan plan() {
    return new LoadRun.Plan(clients, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), seed);
  }

  private int beside(String size) throws IOException, InterruptedException {
    if (server != null) {
      throw new CommandFailure(
          "got --embeddings and --server, expected one of them: the server is to end, so that its"
              + " index can be searched without it");
    }
    Yardstick vectors = Yardstick.generated(size, ASKED, seed);
    try (var directory = TemporaryDirectory.create("kith-bench-")) {
      EmbeddingReport report = new EmbeddingLoad(vectors, plan(), directory.path()).run();
      System.out.println(json ? report.json() : report.text());
    }
    return ExitCode.DONE;
  }

  private int load(URI address, OptionalLong process) throws IOException, InterruptedException {
    String gallery = "bench-" + ProcessHandle.current().pid();
    String path = KithClient.path("v1", "galleries", gallery);
    // glyphs that the bundled encoder has never seen
    Script script = new Script(seed + Script.TRAINING_SEED);
    LoadRun.Plan plan = plan();
    try (KithClient kith = new KithClient(address)) {
      kith.put(path, JsonNodeFactory.instance.objectNode().put("encoder", encoder));
      try (ProgressBar bar = new ProgressBar("bench http", warmUp + seconds)) {
        LoadRun.Outcome outcome =
            new LoadRun(
                    plan,
                    stream -> new LoadClient(kith, gallery, script, subjects, enrolShare, stream),
                    new ProcessWatch(process))
                .run(bar);
        bar.finish();
        System.out.print(json ? HttpReport.json(plan, outcome) : HttpReport.text(plan, outcome));
      } finally {
        kith.delete(path);
      }
    }
    return ExitCode.DONE;
  }
}
