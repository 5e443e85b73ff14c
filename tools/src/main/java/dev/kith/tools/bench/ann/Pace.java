package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.LongStream;

/// How fast searches went. Immutable.
final class Pace {
  private final long[] nanos;
  private final double wallSeconds;
  private final double cpuSeconds;

  /// Takes the array over.
  ///
  /// @param nanos of each search, at least one
  /// @param cpuSeconds of the whole process
  Pace(long[] nanos, double wallSeconds, double cpuSeconds) {
    Arrays.sort(nanos);
    this.nanos = nanos;
    this.wallSeconds = wallSeconds;
    this.cpuSeconds = cpuSeconds;
  }

  /// Of this and more searches.
  Pace and(Pace more) {
    return new Pace(
        LongStream.concat(Arrays.stream(nanos), Arrays.stream(more.nanos)).toArray(),
        wallSeconds + more.wallSeconds,
        cpuSeconds + more.cpuSeconds);
  }

  double queriesPerSecond() {
    return nanos.length / wallSeconds;
  }

  double cpuSecondsPerQuery() {
    return cpuSeconds / nanos.length;
  }

  /// What this share of the searches didn't exceed.
  double micros(double share) {
    return nanos[(int) (share * (nanos.length - 1))] / 1e3;
  }

  ObjectNode into(ObjectNode json) {
    return json.put("queriesPerSecond", queriesPerSecond())
        .put("cpuSecondsPerQuery", cpuSecondsPerQuery())
        .put("p50Micros", micros(0.5))
        .put("p99Micros", micros(0.99));
  }
}
