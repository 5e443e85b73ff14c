package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// What a load run says of itself.
final class HttpReport {
  private static final double MEBI = 1 << 20;

  private HttpReport() {}

  static String text(LoadRun.Plan plan, LoadRun.Outcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d clients, %.1f s, seed %d%n".formatted(plan.clients(), seconds(outcome), plan.seed()));
    text.append(line("identify", outcome.identified(), outcome));
    text.append(line("enrol", outcome.enrolled(), outcome));
    text.append("decisions  ").append(counts(outcome.decisions())).append('\n');
    text.append("failures   ").append(counts(outcome.failures())).append('\n');
    text.append("memory     ").append(memory(outcome.residentBytes())).append('\n');
    return text.toString();
  }

  private static double seconds(LoadRun.Outcome outcome) {
    return outcome.took().toNanos() / 1e9;
  }

  private static String line(String name, Latencies of, LoadRun.Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "%-9s  %,8d calls  %,7.0f/s  p50 %7.2f ms  p99 %7.2f ms  longest %7.2f ms%n",
        name,
        of.count(),
        of.count() / seconds(outcome),
        of.quantileMillis(0.5),
        of.quantileMillis(0.99),
        of.quantileMillis(1));
  }

  private static String counts(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach((kind, n) ->
        text.append(text.isEmpty() ? "" : ", ").append("%,d ".formatted(n)).append(kind));
    return text.isEmpty() ? "none" : text.toString();
  }

  private static String memory(List<OptionalLong> bytes) {
    List<Long> known = known(bytes);
    return known.isEmpty()
        ? "not known: give --pid for a server that runs on this machine"
        : "resident %.0f MiB at the start, %.0f MiB at the end, at most %.0f MiB"
            .formatted(known.getFirst() / MEBI, known.getLast() / MEBI, most(known) / MEBI);
  }

  private static List<Long> known(List<OptionalLong> bytes) {
    return bytes.stream().filter(OptionalLong::isPresent).map(OptionalLong::getAsLong).toList();
  }

  private static long most(List<Long> bytes) {
    return bytes.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  static String json(LoadRun.Plan plan, LoadRun.Outcome outcome) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("clients", plan.clients())
            .put("seconds", seconds(outcome))
            .put("seed", plan.seed());
    document.set("identify", latencies(outcome.identified(), outcome));
    document.set("enrol", latencies(outcome.enrolled(), outcome));
    outcome.decisions().forEach(document.putObject("decisions")::put);
    outcome.failures().forEach(document.putObject("failures")::put);
    List<Long> known = known(outcome.residentBytes());
    if (known.isEmpty()) {
      document.putNull("residentBytes");
    } else {
      document
          .putObject("residentBytes")
          .put("start", known.getFirst())
          .put("end", known.getLast())
          .put("most", most(known));
    }
    return document + "\n";
  }

  private static ObjectNode latencies(Latencies of, LoadRun.Outcome outcome) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("calls", of.count())
            .put("perSecond", of.count() / seconds(outcome));
    return of.count() == 0
        ? json.putNull("p50Millis").putNull("p99Millis").putNull("longestMillis")
        : json.put("p50Millis", of.quantileMillis(0.5))
            .put("p99Millis", of.quantileMillis(0.99))
            .put("longestMillis", of.quantileMillis(1));
  }
}
