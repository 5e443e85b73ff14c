package dev.kith.tools.train;

import dev.kith.gallery.Embedding;
import java.util.Optional;

/// A sample as a training knows it. Immutable.
final class Picture {
  private final byte[] planes;
  private final Optional<Embedding> before;

  /// @param planes at the net's size; kept as they are
  /// @param before what an older encoder makes of it, where a recipe names one
  Picture(byte[] planes, Optional<Embedding> before) {
    this.planes = planes;
    this.before = before;
  }

  /// Not to be written to.
  byte[] planes() {
    return planes;
  }

  Embedding before() {
    return before.orElseThrow(() -> new IllegalStateException("no encoder to compare with"));
  }
}
