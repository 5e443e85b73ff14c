package dev.kith.tools;

import java.util.logging.Level;
import java.util.logging.Logger;

/// How the log is written. Must be said before anything logs: the log reads it once.
final class Logging {
  /// Held here, or the setting would be collected with the logger.
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private Logging() {}

  static void as(String form, String level, String accessLevel) {
    System.setProperty("KITH_LOG", form);
    System.setProperty("KITH_LOG_LEVEL", level);
    System.setProperty("KITH_ACCESS_LOG", accessLevel);
  }

  /// For commands whose words are the output: what went wrong is logged, and what the environment
  /// asks for.
  static void quietly() {
    LUCENE.setLevel(Level.WARNING);
    if (System.getenv("KITH_LOG_LEVEL") == null) {
      System.setProperty("KITH_LOG_LEVEL", "WARN");
    }
  }
}
