package dev.kith.tools.bench.cohort;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Registry;
import dev.kith.gallery.registry.SqliteRegistry;
import dev.kith.server.work.Kith;
import dev.kith.server.work.KithOptions;
import dev.kith.tools.target.TemporaryDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a cohort costs, and how fast it is compared.
@Command(
    name = "cohort",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Enrol with and without a cohort, and compare one with a whole gallery.",
    description = {
      "",
      "Measures how many multiplications with an addition all cores can make a second, and how many the kernel makes;"
          + " enrols one by one and in bulk by turns into a gallery with a cohort and into one without; then compares a cohort"
          + " with a gallery from scratch. One line a measurement.",
      ""
    })
public final class CohortBenchCommand implements Callable<Integer> {
  private static final int ROUNDS = 6;
  private static final int UNIT = 1000;
  private static final int BULK = 20 * UNIT;
  private static final int SINGLE = 1000;

  @Option(
      names = "--templates",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Templates to compare with from scratch. Default: ${DEFAULT-VALUE}.")
  private int templates;

  @Option(
      names = "--strangers",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Strangers of the cohort. Default: ${DEFAULT-VALUE}.")
  private int strangers;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "128",
      description = "Numbers of an embedding. Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(names = "--json", description = "Print JSON lines instead of sentences.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    double peak = Arithmetic.peak();
    double kernel = Arithmetic.kernel(dimension);
    say(
        phase("kernel")
            .put("cores", Arithmetic.cores())
            .put("peakPerSecond", peak)
            .put("perSecond", kernel)
            .put("shareOfPeak", kernel / peak),
        "%d cores: %.1f thousand million products a second at most, the kernel makes %.1f, %.0f %%"
            .formatted(Arithmetic.cores(), peak / 1e9, kernel / 1e9, 100 * kernel / peak));
    enrol();
    compare(peak);
    return 0;
  }

  private void enrol() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench");
        Kith kith = Kith.open(directory.path(), KithOptions.defaults())) {
      Enrolling enrolling = new Enrolling(kith, dimension, strangers);
      // the first fills both, and warms up
      Enrolling.Times _ = enrolling.run(2, BULK, UNIT);
      say("bulk", enrolling.run(ROUNDS, BULK, UNIT));
      say("single", enrolling.run(ROUNDS, SINGLE, 1));
    }
  }

  private void say(String how, Enrolling.Times times) {
    say(
        phase("enrol-" + how)
            .put("strangers", strangers)
            .put("enrolments", times.enrolments())
            .put("perSecondWithout", times.enrolments() / times.without())
            .put("perSecondWith", times.enrolments() / times.with())
            .put("ratio", times.ratio()),
        "enrolled %s: %,.0f a second without a cohort, %,.0f with %,d strangers: %.2f"
            .formatted(
                how,
                times.enrolments() / times.without(),
                times.enrolments() / times.with(),
                strangers,
                times.ratio()));
  }

  private void compare(double peak) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("kith-bench");
        Registry registry = SqliteRegistry.open(directory.path())) {
      FromScratch.Outcome outcome =
          new FromScratch(registry, directory.path(), dimension, templates, strangers).run();
      double rate = outcome.products() / outcome.seconds();
      say(
          phase("compare")
              .put("templates", templates)
              .put("rows", outcome.trials())
              .put("seconds", outcome.seconds())
              .put("perSecond", rate)
              .put("shareOfPeak", rate / peak),
          "%,d templates compared with %,d rows from scratch: %.1f s, %.1f thousand million products a second, %.0f %%"
              .formatted(
                  templates, outcome.trials(), outcome.seconds(), rate / 1e9, 100 * rate / peak));
    }
  }

  private ObjectNode phase(String name) {
    return JsonNodeFactory.instance.objectNode().put("phase", name).put("dimension", dimension);
  }

  private void say(ObjectNode figures, String sentence) {
    System.out.println(json ? figures.toString() : sentence);
  }
}
