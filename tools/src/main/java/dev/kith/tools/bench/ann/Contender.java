package dev.kith.tools.bench.ann;

import java.io.IOException;

/// An open index that is measured beside others, and what it should find.
///
/// @param engine its name in the figures
record Contender(String engine, Engine.Searching open, Task task, Truth truth) {
  Hits hits() throws IOException {
    return Hits.of(open, task, truth);
  }
}
