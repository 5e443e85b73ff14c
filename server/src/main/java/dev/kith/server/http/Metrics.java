package dev.kith.server.http;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Recall;
import dev.kith.gallery.Registry;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Known;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the server counts and times, for Prometheus. Thread-safe.
final class Metrics implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10),
    Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
    Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  // builders are costly: one for each kind of meter, not for each request
  private final MeterProvider<Timer> worked =
      Timer.builder("kith.work.stage")
          .description("Encoding and searching, for requests and jobs alike")
          .serviceLevelObjectives(BUCKETS)
          .withRegistry(registry);
  private final MeterProvider<Timer> answered =
      Timer.builder("kith.http.requests")
          .description("Requests, from their head to the end of the answer")
          .serviceLevelObjectives(BUCKETS)
          .withRegistry(registry);
  private final MeterProvider<Timer> staged =
      Timer.builder("kith.stage")
          .description("Where the time of a request goes")
          .serviceLevelObjectives(BUCKETS)
          .withRegistry(registry);
  private final MeterProvider<Counter> decided =
      Counter.builder("kith.decisions")
          .description("Identifications and verifications by what they decided")
          .withRegistry(registry);
  private final Kith kith;
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MultiGauge subjects;
  private final MultiGauge templates;
  private final MultiGauge fpir;
  private final MultiGauge fpirLow;
  private final MultiGauge fpirHigh;
  private final MultiGauge recall;
  private final MultiGauge recallLow;
  private final MultiGauge recallHigh;
  private final MultiGauge strangers;
  private final MultiGauge provider;

  Metrics(Kith kith, Lifecycle lifecycle, HeldBytes held) {
    this.kith = kith;
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
    Gauge.builder("kith.work.waiting", kith.pool(), pool -> pool.waiting())
        .description("Interactive requests that wait for a thread of the work pool")
        .register(registry);
    Gauge.builder("kith.work.running", kith.pool(), pool -> pool.running())
        .description("Threads of the work pool at work")
        .register(registry);
    Gauge.builder("kith.work.threads", kith.pool(), pool -> pool.workers())
        .description("Threads of the work pool")
        .register(registry);
    Gauge.builder("kith.http.under.way", lifecycle, Lifecycle::underWay)
        .description("Requests that are not answered yet")
        .register(registry);
    Gauge.builder("kith.http.held.bytes", held, HeldBytes::held)
        .description("Request bodies in memory")
        .register(registry);
    kith.stages().tell(this::worked);
    subjects = gauge("kith.gallery.subjects", "Subjects of a gallery");
    templates = gauge("kith.gallery.templates", "Templates of a gallery");
    fpir = gauge("kith.fpir.estimate", "Share of strangers taken for somebody, as measured");
    fpirLow = gauge("kith.fpir.low", "Lower end of the estimate's 95 % interval");
    fpirHigh = gauge("kith.fpir.high", "Upper end of the estimate's 95 % interval");
    recall = gauge("kith.recall.estimate", "Share of the true best subjects that searches find");
    recallLow = gauge("kith.recall.low", "Lower end of the estimate's 95 % interval");
    recallHigh = gauge("kith.recall.high", "Upper end of the estimate's 95 % interval");
    strangers = gauge("kith.gallery.cohort", "Samples of strangers that measure a gallery");
    provider = gauge("kith.encoder.provider", "Where encoders run: 1 for the provider in use");
  }

  private void worked(String stage, long nanos) {
    worked.withTags("stage", stage).record(nanos, TimeUnit.NANOSECONDS);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /// One request is over.
  void answered(Exchange exchange) {
    answered
        .withTags("operation", exchange.operation(), "status", Integer.toString(exchange.status()))
        .record(System.nanoTime() - exchange.began(), TimeUnit.NANOSECONDS);
  }

  /// One stage of a request is over: `receive`, `wait`, `work` or `commit`.
  ///
  /// @param began by [System#nanoTime]
  /// @return now, by the same clock
  long stage(String operation, String stage, long began) {
    long now = System.nanoTime();
    staged
        .withTags("operation", operation, "stage", stage)
        .record(now - began, TimeUnit.NANOSECONDS);
    return now;
  }

  /// A gallery decided.
  void decided(String gallery, String decision) {
    decided.withTags("gallery", gallery, "decision", decision).increment();
  }

  /// Text exposition. Counts the galleries anew: a look into the registry.
  String scrape() {
    List<MultiGauge.Row<?>> people = new ArrayList<>();
    List<MultiGauge.Row<?>> samples = new ArrayList<>();
    List<MultiGauge.Row<?>> cohorts = new ArrayList<>();
    List<MultiGauge.Row<?>> rates = new ArrayList<>();
    List<MultiGauge.Row<?>> lows = new ArrayList<>();
    List<MultiGauge.Row<?>> highs = new ArrayList<>();
    for (Gallery gallery : kith.galleries().all()) {
      Registry.Counts counts = kith.registry().counts(gallery.entry());
      Tags tags = Tags.of("gallery", gallery.entry().name().value());
      people.add(MultiGauge.Row.of(tags, counts.subjects()));
      samples.add(MultiGauge.Row.of(tags, counts.templates()));
      Known known = kith.calibrations().of(gallery.entry());
      cohorts.add(MultiGauge.Row.of(tags, known.standing().strangers()));
      known
          .calibration(gallery.entry().settings().fpir(), known.subjects())
          .ifPresent(made -> {
            rates.add(MultiGauge.Row.of(tags, made.fpir().value()));
            lows.add(MultiGauge.Row.of(tags, made.fpir().low()));
            highs.add(MultiGauge.Row.of(tags, made.fpir().high()));
          });
    }
    scrapeRecall();
    strangers.register(cohorts, true);
    fpir.register(rates, true);
    fpirLow.register(lows, true);
    fpirHigh.register(highs, true);
    subjects.register(people, true);
    templates.register(samples, true);
    provider.register(
        kith.encoders().provider().stream()
            .<MultiGauge.Row<?>>map(name -> MultiGauge.Row.of(Tags.of("provider", name), 1))
            .toList(),
        true);
    return registry.scrape();
  }

  private void scrapeRecall() {
    List<MultiGauge.Row<?>> estimates = new ArrayList<>();
    List<MultiGauge.Row<?>> lows = new ArrayList<>();
    List<MultiGauge.Row<?>> highs = new ArrayList<>();
    for (Gallery gallery : kith.galleries().all()) {
      Tags tags = Tags.of("gallery", gallery.entry().name().value());
      gallery
          .running()
          .map(Generation::recall)
          .filter(Recall::measured)
          .ifPresent(measured -> {
            estimates.add(MultiGauge.Row.of(tags, measured.estimate()));
            lows.add(MultiGauge.Row.of(tags, measured.low()));
            highs.add(MultiGauge.Row.of(tags, measured.high()));
          });
    }
    recall.register(estimates, true);
    recallLow.register(lows, true);
    recallHigh.register(highs, true);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
