package dev.kith.server.http;

import java.time.Duration;

/// How the server listens.
///
/// @param host the address to listen on, such as `127.0.0.1` or `0.0.0.0`
/// @param port 0 takes a free one
/// @param eventLoops threads that parse and write, at least 1
/// @param drain how long requests under way may take to finish when the server closes
public record ServerOptions(String host, int port, int eventLoops, Duration drain, Limits limits) {
  public static ServerOptions on(String host, int port) {
    int loops = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
    return new ServerOptions(host, port, loops, Duration.ofSeconds(30), Limits.defaults());
  }
}
