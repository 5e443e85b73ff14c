package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.tools.bench.ann.Yardstick;

/// What identifying over HTTP costs, beside the same searches in one process.
///
/// @param beam of both
/// @param beamAtEnd of the server once the load was over: it widens where searches fall short
/// @param recall of the server's answers, on the ten best subjects
record EmbeddingReport(
    int vectors,
    int dimension,
    LoadRun.Plan plan,
    LoadRun.Outcome outcome,
    int beam,
    int beamAtEnd,
    double recall,
    Yardstick.InProcess inProcess) {
  private double cpuSecondsPerQuery() {
    return outcome.cpu().orElseThrow().toNanos() / 1e9 / outcome.identified().count();
  }

  private double ratio() {
    return inProcess.cpuSecondsPerQuery() / cpuSecondsPerQuery();
  }

  private double perSecond() {
    return outcome.identified().count() / (outcome.took().toNanos() / 1e9);
  }

  String text() {
    return """
    %,d embeddings of %d numbers, beam %d (%d at the end), %d clients
    server      %,8.0f/s  %7.1f us of processor time a query  recall %.4f  failed %s
    in process  %,8.0f/s  %7.1f us of processor time a query  recall %.4f
    the search is %.2f of what the server takes\
    """
        .formatted(
            vectors,
            dimension,
            beam,
            beamAtEnd,
            plan.clients(),
            perSecond(),
            1e6 * cpuSecondsPerQuery(),
            recall,
            outcome.failures(),
            inProcess.queriesPerSecond(),
            1e6 * inProcess.cpuSecondsPerQuery(),
            inProcess.subjectRecallAt10(),
            ratio());
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("vectors", vectors)
            .put("dimension", dimension)
            .put("clients", plan.clients())
            .put("seed", plan.seed())
            .put("beam", beam)
            .put("beamAtEnd", beamAtEnd);
    ObjectNode server =
        json.putObject("server")
            .put("calls", outcome.identified().count())
            .put("queriesPerSecond", perSecond())
            .put("cpuSecondsPerQuery", cpuSecondsPerQuery())
            .put("p50Micros", 1e3 * outcome.identified().quantileMillis(0.5))
            .put("p99Micros", 1e3 * outcome.identified().quantileMillis(0.99))
            .put("subjectRecallAt10", recall);
    outcome.failures().forEach(server.putObject("failures")::put);
    json.putObject("inProcess")
        .put("queriesPerSecond", inProcess.queriesPerSecond())
        .put("cpuSecondsPerQuery", inProcess.cpuSecondsPerQuery())
        .put("p50Micros", inProcess.p50Micros())
        .put("p99Micros", inProcess.p99Micros())
        .put("subjectRecallAt10", inProcess.subjectRecallAt10());
    return json.put("ratio", ratio());
  }
}
