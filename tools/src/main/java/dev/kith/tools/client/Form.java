package dev.kith.tools.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A `multipart/form-data` body of files.
public final class Form {
  // no file of ours holds this line by chance
  private static final String BOUNDARY = "kith-2f9c1e7ab04d4c5d9a63";

  private final List<byte[]> parts = new ArrayList<>();

  /// Adds a file; the bytes must not change until the form is sent.
  public Form with(String name, String type, byte[] content) {
    parts.add(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, name, name, type)
            .getBytes(StandardCharsets.UTF_8));
    parts.add(content);
    parts.add("\r\n".getBytes(StandardCharsets.UTF_8));
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  BodyPublisher body() {
    List<byte[]> all = new ArrayList<>(parts);
    all.add(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return BodyPublishers.ofByteArrays(all);
  }
}
