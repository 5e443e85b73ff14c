package dev.kith.server.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line a request, by its operation: ids of subjects, which may be people, stay out of the log.
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.kith.access");

  private AccessLog() {}

  static void answered(Exchange exchange) {
    LOG.atLevel(exchange.status() < 500 ? Level.INFO : Level.WARN)
        .addKeyValue("request", exchange.id())
        .addKeyValue("operation", exchange.operation())
        .addKeyValue("status", exchange.status())
        .addKeyValue("micros", (System.nanoTime() - exchange.began()) / 1000)
        .log("answered");
  }
}
