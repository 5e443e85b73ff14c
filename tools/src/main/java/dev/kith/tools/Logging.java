package dev.kith.tools;

/// How the log is written. Must be said before anything logs: the log reads it once.
final class Logging {
  private Logging() {}

  static void as(String form, String level, String accessLevel) {
    System.setProperty("KITH_LOG", form);
    System.setProperty("KITH_LOG_LEVEL", level);
    System.setProperty("KITH_ACCESS_LOG", accessLevel);
  }

  /// For commands whose words are the output: what went wrong is logged, and what the environment
  /// asks for.
  static void quietly() {
    if (System.getenv("KITH_LOG_LEVEL") == null) {
      System.setProperty("KITH_LOG_LEVEL", "WARN");
    }
  }
}
