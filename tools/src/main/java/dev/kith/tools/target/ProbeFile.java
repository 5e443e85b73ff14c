package dev.kith.tools.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that holds a probe: an image, or `{"embedding":[...]}` in a `.json`.
public final class ProbeFile {
  private final Path path;
  private final byte[] bytes;

  private ProbeFile(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  public static ProbeFile read(Path path) throws IOException {
    return new ProbeFile(path, Files.readAllBytes(path));
  }

  /// A probe that was read already.
  ///
  /// @param path what it is called
  public static ProbeFile of(Path path, byte[] bytes) {
    return new ProbeFile(path, bytes.clone());
  }

  public Path path() {
    return path;
  }

  boolean isJson() {
    return path.toString().endsWith(".json");
  }

  byte[] bytes() {
    return bytes;
  }
}
