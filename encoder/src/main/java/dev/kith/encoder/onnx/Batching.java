package dev.kith.encoder.onnx;

import dev.kith.gallery.GalleryException;
import java.time.Duration;

/// How inputs of several threads share a pass on a GPU. On a CPU every input is a pass of its own.
///
/// @param size most inputs in a pass, 1 to 1024
/// @param patience how long the first input of a pass waits for others
public record Batching(int size, Duration patience) {
  private static final int LARGEST = 1024;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /// Up to 32 inputs, and 2 ms of waiting.
  public static final Batching USUAL = new Batching(32, Duration.ofMillis(2));

  static final Batching ALONE = new Batching(1, Duration.ZERO);

  public Batching {
    if (size < 1 || size > LARGEST) {
      throw new GalleryException.Invalid(
          "invalid-setting", "got batches of %d, expected 1 to %d".formatted(size, LARGEST));
    }
    if (patience.isNegative() || patience.compareTo(LONGEST) > 0) {
      throw new GalleryException.Invalid(
          "invalid-setting",
          "got %s to wait for a batch, expected 0 s to %s".formatted(patience, LONGEST));
    }
  }
}
