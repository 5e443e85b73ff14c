package dev.kith.tools.train;

import dev.kith.encoder.Image;
import java.util.Optional;

/// Takes samples up: their pixels at the net's size, and what an older encoder makes of them.
record Intake(Shrink shrink, Optional<Predecessor> predecessor) {
  /// @throws RecipeException if the older encoder can do nothing with it
  Picture take(Image image) {
    return new Picture(shrink.planes(image), predecessor.map(older -> older.embed(image)));
  }
}
