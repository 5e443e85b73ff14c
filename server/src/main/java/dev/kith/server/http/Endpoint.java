package dev.kith.server.http;

/// How an operation of the document is served. Both kinds are called on the event loop and must not
/// block it; what they throw becomes a problem.
sealed interface Endpoint {
  /// The body is read first, up to `limit` bytes.
  record Whole(long limit, Plan plan) implements Endpoint {}

  /// The body is left to the endpoint, unread and paused.
  record Streamed(Stream stream) implements Endpoint {}

  @FunctionalInterface
  interface Plan {
    /// Parses and checks, and says what to do.
    Task plan(Call call);
  }

  @FunctionalInterface
  interface Stream {
    /// Answers in its own time through the exchange.
    void serve(Exchange exchange, Call call);
  }

  /// No body worth the name.
  static Endpoint bare(Plan plan) {
    return new Whole(0, plan);
  }
}
