package dev.kith.tools.glyph;

import java.util.List;

/// One pull of the pen, as a plan: where it begins, its first heading and what it does then.
///
/// @param anchor what ties it to the rest of the glyph
/// @param heading radians, 0 to the right, growing clockwise (y points down)
/// @param moves in order, at least one
record Stroke(Anchor anchor, double heading, List<Move> moves) {
  Stroke {
    moves = List.copyOf(moves);
  }

  /// A piece of a stroke.
  ///
  /// @param turn radians turned on the spot before it
  /// @param bend radians turned evenly along it: 0 is a line, 2π a loop
  /// @param length in glyph units (a glyph is about 1 across)
  record Move(double turn, double bend, double length) {}

  /// Where a stroke is put.
  sealed interface Anchor {
    /// Begins at a point of its own.
    record Free(double x, double y) implements Anchor {}

    /// Its point at share `own` of its length lies on the point at share `at` of an earlier stroke.
    record On(int stroke, double at, double own) implements Anchor {}
  }
}
