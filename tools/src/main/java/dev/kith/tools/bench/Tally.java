package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.tools.client.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What one client did: latencies of the calls that went well, and counts of how the others failed.
/// Belongs to one thread.
final class Tally {
  final Latencies identified = new Latencies();
  final Latencies enrolled = new Latencies();
  final Map<String, Long> decisions = new HashMap<>();
  final Map<String, Long> failures = new HashMap<>();

  /// Whether a call went well; counted where it didn't.
  boolean good(Reply reply) {
    if (!reply.isGood()) {
      JsonNode code = reply.json().path("code");
      count(failures, reply.status() + " " + code.asText("without a code"));
    }
    return reply.isGood();
  }

  static void count(Map<String, Long> counts, String kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  static Map<String, Long> merged(Iterable<Map<String, Long>> parts) {
    Map<String, Long> all = new TreeMap<>();
    parts.forEach(part -> part.forEach((kind, n) -> all.merge(kind, n, Long::sum)));
    return all;
  }
}
