package dev.kith.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kith.encoder.onnx.Batching;
import dev.kith.server.http.Limits;
import dev.kith.server.http.ServerOptions;
import dev.kith.server.work.KithOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Serve a data directory over HTTP.",
    description = {
      "",
      "It runs until it is told to stop (Ctrl-C or SIGTERM); requests under way finish first.",
      ""
    },
    footer = {
      "",
      "Every option from --data on is also a setting: --max-pixels is KITH_MAX_PIXELS in the environment and a line"
          + " 'max-pixels = 20000000' in the configuration file. Flags win over the environment, the environment over"
          + " the file. Sizes may be written as 16MiB or 2g."
    })
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, one 'key = value' a line; or KITH_CONFIG.")
  @SuppressWarnings("unused") // Settings reads it before the others
  private @Nullable Path config;

  @Option(
      names = "--json",
      description = "Print where it listens as one JSON document instead of a sentence.")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "kith-data",
      description = "The data directory, made where there is none. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path data;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Where to listen; 0.0.0.0 for all. Kith asks nobody who they are: keep it behind something that does."
              + " Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that decode, encode and search. Default: as many as cores.")
  private @Nullable Integer workers;

  @Option(
      names = "--queue",
      paramLabel = "N",
      description =
          "Requests that may wait for such a thread before one more is answered 503. Default: 64 a core.")
  private @Nullable Integer queue;

  @Option(
      names = "--bulk-share",
      paramLabel = "N",
      description = "Threads that jobs and batches may hold at once. Default: half of them.")
  private @Nullable Integer bulkShare;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Where encoders run: cpu, cuda, or auto. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String provider;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "Width times height of the largest image that is decoded. Default: 50000000.")
  private @Nullable Long maxPixels;

  @Option(
      names = "--gpu-batch",
      paramLabel = "N",
      description = "On a GPU: most samples that share a pass. Default: 32.")
  private @Nullable Integer gpuBatch;

  @Option(
      names = "--gpu-wait",
      paramLabel = "MILLIS",
      description = "On a GPU: how long the first sample of a pass waits for others. Default: 2.")
  private @Nullable Integer gpuWait;

  @Option(
      names = "--max-sample",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "Largest body with a sample or an embedding. Default: 16MiB.")
  private @Nullable Long maxSample;

  @Option(
      names = "--max-encoder",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "Largest uploaded encoder. Default: 512MiB.")
  private @Nullable Long maxEncoder;

  @Option(
      names = "--max-import",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "Largest body of an import. Default: 64GiB.")
  private @Nullable Long maxImport;

  @Option(
      names = "--max-batch",
      paramLabel = "N",
      description = "Most probes in one batch. Default: 100000.")
  private @Nullable Integer maxBatch;

  @Option(
      names = "--max-held",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "Bodies in memory at once before one more is answered 503. Default: a third of the heap.")
  private @Nullable Long maxHeld;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      description = "Threads that parse and write. Default: half of the cores, at most 8.")
  private @Nullable Integer eventLoops;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description = "How long requests under way may take when it is told to stop. Default: 30.")
  private @Nullable Integer drain;

  @Option(
      names = "--log",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "How the log on stderr is written: text or json. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String log;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "ERROR, WARN, INFO or DEBUG. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String logLevel;

  @Option(
      names = "--access-log",
      paramLabel = "LEVEL",
      defaultValue = "WARN",
      description =
          "INFO logs every request, WARN those that failed by our fault. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String accessLog;

  private static <T> T or(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }

  private KithOptions kithOptions() {
    KithOptions base = KithOptions.defaults();
    int threads = or(workers, base.workers());
    return new KithOptions(
        threads,
        or(queue, 64 * threads),
        or(bulkShare, Math.max(1, threads / 2)),
        provider,
        or(maxPixels, base.maxPixels()),
        new Batching(
            or(gpuBatch, base.batching().size()),
            gpuWait == null ? base.batching().patience() : Duration.ofMillis(gpuWait)));
  }

  private ServerOptions serverOptions() {
    ServerOptions base = ServerOptions.on(host, port);
    Limits limits = base.limits();
    return new ServerOptions(
        host,
        port,
        or(eventLoops, base.eventLoops()),
        drain == null ? base.drain() : Duration.ofSeconds(drain),
        new Limits(
            Math.toIntExact(or(maxSample, (long) limits.sampleBytes())),
            Math.toIntExact(or(maxEncoder, (long) limits.encoderBytes())),
            or(maxImport, limits.importBytes()),
            or(maxBatch, limits.batchLines()),
            or(maxHeld, limits.heldBytes())));
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.as(log, logLevel, accessLog);
    Serving serving = Serving.start(data, kithOptions(), serverOptions());
    System.out.println(
        json
            ? JsonNodeFactory.instance
                .objectNode()
                .put("address", serving.address().toString())
                .put("data", data.toAbsolutePath().toString())
                .put("pid", ProcessHandle.current().pid())
            : "Kith serves %s at %s (Ctrl-C stops it)".formatted(data, serving.address()));
    return serving.untilStopped();
  }
}
