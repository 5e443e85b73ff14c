package dev.kith.gallery.lucene.kernel;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Times the kernels in processes of their own and prints lines of JSON: how many multiplications
/// with an addition one core makes a second, and at most. Some five minutes, so no build runs it by
/// itself:
///
///     ./mvnw test -pl index -Dtest=KernelFigures
final class KernelFigures {
  private static final int FORKS = 2;
  private static final int WARM_UPS = 3;
  private static final int TIMES = 5;

  @Test
  void everyKernelBesideThePeak() throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(FORKS)
            .warmupIterations(WARM_UPS)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(TIMES)
            .measurementTime(TimeValue.seconds(1));
    run(options).forEach(System.out::println);
  }

  /// One kernel at one dimension; products a second.
  record Line(String kernel, int dimension, double plain, double vector, double peak) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "{\"kernel\":\"%s\",\"dimension\":%d,\"plainPerSecond\":%.4g,\"vectorPerSecond\":%.4g,"
              + "\"vectorByPlain\":%.2f,\"peakPerSecond\":%.4g,\"shareOfPeak\":%.3f}",
          kernel,
          dimension,
          plain,
          vector,
          vector / plain,
          peak,
          vector / peak);
    }
  }

  static List<Line> run(ChainedOptionsBuilder options) throws RunnerException {
    Collection<RunResult> results =
        new Runner(options.include("\\.(Kernel|Peak)Bench\\.").build()).run();
    double peak =
        results.stream()
            .filter(each -> kernel(each).equals("peak"))
            .mapToDouble(each -> Peak.run(PeakBench.ROUNDS) / nanos(each) * 1e9)
            .findFirst()
            .orElseThrow();
    return results.stream()
        .filter(vector -> loop(vector).equals("vector"))
        .map(vector -> {
          RunResult plain = only(results, each -> isPlainOf(each, vector));
          return new Line(
              kernel(vector), dimension(vector), perSecond(plain), perSecond(vector), peak);
        })
        .toList();
  }

  private static RunResult only(Collection<RunResult> results, Predicate<RunResult> wanted) {
    return results.stream().filter(wanted).findFirst().orElseThrow();
  }

  private static boolean isPlainOf(RunResult each, RunResult vector) {
    return loop(each).equals("plain")
        && kernel(each).equals(kernel(vector))
        && dimension(each) == dimension(vector);
  }

  private static String kernel(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Empty where there is only one.
  private static String loop(RunResult result) {
    String loop = result.getParams().getParam("loop");
    return loop == null ? "" : loop;
  }

  private static int dimension(RunResult result) {
    return Integer.parseInt(result.getParams().getParam("dimension"));
  }

  private static double nanos(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static double perSecond(RunResult result) {
    return dimension(result) / nanos(result) * 1e9;
  }
}
