package dev.kith.tools.glyph;

import java.util.List;

/// Puts traces on paper: round tip, pressure that changes along the stroke, antialiased edges, a
/// little grain.
final class Pen {
  private final Dice dice;
  private final int size;

  Pen(Dice dice, int size) {
    this.dice = dice;
    this.size = size;
  }

  GreyImage draw(List<Trace> traces) {
    double scale = size * dice.between(0.66, 0.84);
    double room = (size - scale) / 2;
    double dx = size / 2.0 + room * dice.between(-0.55, 0.55);
    double dy = size / 2.0 + room * dice.between(-0.55, 0.55);
    double radius = size * dice.between(0.012, 0.036);
    double edge = Math.max(0.5, size * dice.between(0.004, 0.016));
    var cover = new double[size * size];
    for (var trace : traces) {
      ink(cover, trace.mapped(scale, 0, 0, scale, dx, dy), radius, edge);
    }
    return paper(cover);
  }

  private void ink(double[] cover, Trace trace, double radius, double edge) {
    double from = radius * dice.between(0.8, 1.2);
    double to = radius * dice.between(0.7, 1.2);
    int last = trace.size() - 1;
    for (int i = 0; i < last; i++) {
      double r = from + (to - from) * i / last;
      segment(cover, trace.x[i], trace.y[i], trace.x[i + 1], trace.y[i + 1], r, edge);
    }
  }

  /// Coverage falls from 1 to 0 over `edge` pixels each side of the rim; a pen thinner than a pixel
  /// leaves a paler line, as it would after shrinking a larger drawing.
  private void segment(
      double[] cover, double x0, double y0, double x1, double y1, double radius, double edge) {
    double reach = radius + edge + 0.5;
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length2 = Math.max(1e-12, dx * dx + dy * dy);
    double strength = Math.min(1, (radius + 0.25 * edge) / edge);
    int bottom = Math.min(size - 1, (int) (Math.max(y0, y1) + reach));
    int right = Math.min(size - 1, (int) (Math.max(x0, x1) + reach));
    for (int py = Math.max(0, (int) (Math.min(y0, y1) - reach)); py <= bottom; py++) {
      for (int px = Math.max(0, (int) (Math.min(x0, x1) - reach)); px <= right; px++) {
        double t = ((px + 0.5 - x0) * dx + (py + 0.5 - y0) * dy) / length2;
        t = Math.clamp(t, 0.0, 1.0);
        double ox = px + 0.5 - x0 - t * dx;
        double oy = py + 0.5 - y0 - t * dy;
        double inside = (radius + edge - StrictMath.sqrt(ox * ox + oy * oy)) / (2 * edge);
        double value = strength * Math.clamp(inside, 0.0, 1.0);
        if (value > cover[py * size + px]) {
          cover[py * size + px] = value;
        }
      }
    }
  }

  private GreyImage paper(double[] cover) {
    double paper = dice.between(225, 255);
    double ink = dice.between(0, 70);
    double grain = dice.between(0, 7);
    var pixels = new byte[size * size];
    for (int i = 0; i < pixels.length; i++) {
      double value = paper + (ink - paper) * cover[i] + grain * (dice.uniform() * 2 - 1);
      pixels[i] = (byte) StrictMath.round(Math.clamp(value, 0.0, 255.0));
    }
    return new GreyImage(size, size, pixels);
  }
}
