package dev.kith.tools.glyph;

import dev.kith.tools.glyph.Stroke.Anchor;
import dev.kith.tools.glyph.Stroke.Move;
import java.util.ArrayList;
import java.util.List;

/// A character as a plan of strokes: what all its samples share.
record Glyph(List<Stroke> strokes) {
  Glyph {
    strokes = List.copyOf(strokes);
  }

  /// What a character must have, so that not every script has the same bare arc.
  private static final double ENOUGH = 5.5;

  /// Invents a character.
  static Glyph invent(Dice dice) {
    var glyph = attempt(dice);
    while (glyph.complexity() < ENOUGH) {
      glyph = attempt(dice);
    }
    return glyph;
  }

  private double complexity() {
    double sum = strokes.size() - 1;
    for (var stroke : strokes) {
      for (var move : stroke.moves()) {
        sum +=
            Math.min(1, 2 * move.length()) + Math.abs(move.turn()) / 2 + Math.abs(move.bend()) / 3;
      }
    }
    return sum;
  }

  private static Glyph attempt(Dice dice) {
    int count = 1 + dice.pick(0.22, 0.38, 0.28, 0.12);
    var strokes = new ArrayList<Stroke>(count);
    for (int i = 0; i < count; i++) {
      strokes.add(stroke(dice, i, count));
    }
    return new Glyph(strokes);
  }

  private static Stroke stroke(Dice dice, int index, int count) {
    // a character of one stroke has to say it all with that one
    int moves = count == 1 ? 2 + dice.pick(0.3, 0.4, 0.3) : 1 + dice.pick(0.4, 0.4, 0.2);
    if (index > 0 && dice.chance(0.12)) {
      return new Stroke(free(dice), dice.between(-0.5, 2), List.of(new Move(0, 0, 0.06)));
    }
    var plan = new ArrayList<Move>(moves);
    for (int i = 0; i < moves; i++) {
      plan.add(move(dice, i == 0, index == 0 ? 1 : 0.75));
    }
    return new Stroke(
        index == 0 ? new Anchor.Free(0, 0) : anchor(dice, index), heading(dice), plan);
  }

  private static Move move(Dice dice, boolean first, double scale) {
    double turn = first || dice.chance(0.45) ? 0 : dice.sign() * dice.between(0.6, 2.5);
    double side = dice.sign();
    return switch (dice.pick(0.42, 0.3, 0.18, 0.1)) {
      case 0 -> new Move(turn, 0, scale * dice.between(0.3, 1));
      case 1 -> new Move(turn, side * dice.between(0.7, 2), scale * dice.between(0.4, 1));
      case 2 -> new Move(turn, side * dice.between(2.2, 4), scale * dice.between(0.5, 1.2));
      default -> new Move(turn, side * dice.between(4.8, 6.6), scale * dice.between(0.7, 1.5));
    };
  }

  /// Pens prefer down and right.
  private static double heading(Dice dice) {
    double[] directions = {0, Math.PI / 2, Math.PI / 4, 3 * Math.PI / 4, -Math.PI / 4, Math.PI};
    return directions[dice.pick(0.28, 0.32, 0.12, 0.14, 0.09, 0.05)] + dice.between(-0.3, 0.3);
  }

  private static Anchor anchor(Dice dice, int index) {
    int other = (int) (dice.uniform() * index);
    return switch (dice.pick(0.34, 0.22, 0.26, 0.18)) {
      case 0 -> new Anchor.On(other, dice.between(0.2, 0.8), dice.between(0.3, 0.7));
      case 1 -> new Anchor.On(other, dice.chance(0.5) ? 0 : 1, 0);
      case 2 -> new Anchor.On(other, dice.between(0.15, 0.85), 0);
      default -> free(dice);
    };
  }

  private static Anchor.Free free(Dice dice) {
    return new Anchor.Free(dice.between(-0.6, 0.6), dice.between(-0.5, 0.9));
  }
}
