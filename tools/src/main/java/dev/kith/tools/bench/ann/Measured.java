package dev.kith.tools.bench.ann;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What searches found, and how fast.
record Measured(String engine, Hits hits, Pace pace) {
  /// With the keys of the contract.
  ObjectNode line(int beam, int threads) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("engine", engine)
            .put("phase", "search")
            .put("beam", beam)
            .put("threads", threads);
    return pace.into(hits.into(json));
  }
}
