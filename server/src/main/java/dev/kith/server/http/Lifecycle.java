package dev.kith.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which requests are under way, and whether the server is on its way out. Thread-safe.
final class Lifecycle {
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  void begin(Exchange exchange) {
    underWay.add(exchange);
    exchange.afterwards(() -> underWay.remove(exchange));
  }

  int underWay() {
    return underWay.size();
  }

  boolean draining() {
    return draining;
  }

  /// Registers the end of a stream that would otherwise go on for as long as its client likes.
  void endWithServer(Exchange exchange, Runnable end) {
    streams.add(end);
    exchange.afterwards(() -> streams.remove(end));
    if (draining) {
      end.run();
    }
  }

  /// From now on new requests are turned away and endless streams end.
  void drain() {
    draining = true;
    streams.forEach(Runnable::run);
  }
}
