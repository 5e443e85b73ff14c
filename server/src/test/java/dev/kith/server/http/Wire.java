package dev.kith.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Bytes as they are, for what no HTTP client would send.
final class Wire {
  private Wire() {}

  static String talk(int port, String bytes) throws IOException {
    return talk(port, bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends a request as it is, however wrong its path, and reads the answer to the end.
  static String ask(int port, Malformed.Request request) throws IOException {
    String head =
        """
        %s %s HTTP/1.1
        Host: localhost
        Connection: close
        Content-Type: %s
        Content-Length: %d

        """
            .formatted(request.method(), request.path(), request.type(), request.bytes().length)
            .replace("Content-Type: \n", "")
            .replace("\n", "\r\n");
    return talkOpenly(port, head + request.body());
  }

  /// Sends the bytes and reads what comes back until the server closes.
  static String talkOpenly(int port, String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Sends the bytes, says no more, and reads what comes back until the server closes or is silent.
  static String talk(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
