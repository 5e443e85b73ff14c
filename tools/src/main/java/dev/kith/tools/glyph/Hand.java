package dev.kith.tools.glyph;

import dev.kith.tools.glyph.Stroke.Anchor;
import dev.kith.tools.glyph.Stroke.Move;
import java.util.ArrayList;
import java.util.List;

/// Writes one sample of a glyph: follows the plan with a hand that is never twice the same. Turns,
/// bends, lengths and joints vary, then the whole is slanted, stretched and turned a little.
final class Hand {
  private static final double STEP = 0.04;

  private final Dice dice;
  private final double wobble;

  /// @param wobble how unsteady: 0 writes the plan itself, 1 is an ordinary hand
  Hand(Dice dice, double wobble) {
    this.dice = dice;
    this.wobble = wobble;
  }

  /// Traces in a unit square around 0, before the paper's scale.
  List<Trace> write(Glyph glyph) {
    var traces = new ArrayList<Trace>(glyph.strokes().size());
    for (var stroke : glyph.strokes()) {
      var trace = follow(stroke);
      traces.add(
          switch (stroke.anchor()) {
            case Anchor.Free(double x, double y) -> trace.shifted(x + vary(0.05), y + vary(0.05));
            case Anchor.On(int other, double at, double own) ->
                join(trace, traces.get(other), at, own);
          });
    }
    int rounds = (int) dice.between(1, 1 + 4 * wobble);
    traces.replaceAll(trace -> trace.smoothed(rounds));
    return slant(Trace.fit(traces));
  }

  private Trace join(Trace trace, Trace other, double at, double own) {
    int there = other.at(clamp(at + vary(0.04)));
    int here = trace.at(clamp(own + (own == 0 ? 0 : vary(0.04))));
    return trace.shifted(
        other.x[there] - trace.x[here] + vary(0.018), other.y[there] - trace.y[here] + vary(0.018));
  }

  private Trace follow(Stroke stroke) {
    double heading = stroke.heading() + vary(0.09);
    var xs = new ArrayList<Double>();
    var ys = new ArrayList<Double>();
    double x = 0;
    double y = 0;
    xs.add(x);
    ys.add(y);
    for (Move move : stroke.moves()) {
      heading += move.turn() * (1 + vary(0.08));
      double length = move.length() * (1 + vary(0.1));
      double bend = move.bend() * (1 + vary(0.07)) + vary(0.1);
      int steps = Math.max(2, (int) StrictMath.round(length / STEP));
      for (int i = 0; i < steps; i++) {
        heading += bend / steps / 2;
        x += length / steps * StrictMath.cos(heading);
        y += length / steps * StrictMath.sin(heading);
        heading += bend / steps / 2;
        xs.add(x);
        ys.add(y);
      }
    }
    return new Trace(
        xs.stream().mapToDouble(d -> d).toArray(), ys.stream().mapToDouble(d -> d).toArray());
  }

  private List<Trace> slant(List<Trace> traces) {
    double angle = vary(0.1);
    double shear = vary(0.12);
    double stretch = StrictMath.exp(vary(0.1));
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double a = cos * stretch;
    double b = cos * shear - sin / stretch;
    double c = sin * stretch;
    double d = sin * shear + cos / stretch;
    var out = new ArrayList<Trace>(traces.size());
    for (var trace : traces) {
      out.add(trace.mapped(a, b, c, d, 0, 0));
    }
    return Trace.fit(out);
  }

  private double vary(double deviation) {
    return wobble * deviation * dice.bell();
  }

  private static double clamp(double share) {
    return Math.clamp(share, 0.0, 1.0);
  }
}
