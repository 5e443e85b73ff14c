package dev.kith.tools.glyph;

import java.util.ArrayList;
import java.util.List;

/// The path of a pen: points at even steps along one stroke.
final class Trace {
  final double[] x;
  final double[] y;

  Trace(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  int size() {
    return x.length;
  }

  /// Index of the point at a share of the length.
  int at(double share) {
    return (int) StrictMath.round(share * (x.length - 1));
  }

  Trace shifted(double dx, double dy) {
    return mapped(1, 0, 0, 1, dx, dy);
  }

  /// x' = a x + b y + dx, y' = c x + d y + dy.
  Trace mapped(double a, double b, double c, double d, double dx, double dy) {
    var u = new double[x.length];
    var v = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      u[i] = a * x[i] + b * y[i] + dx;
      v[i] = c * x[i] + d * y[i] + dy;
    }
    return new Trace(u, v);
  }

  /// Rounds corners as a quick hand does: each round averages every inner point with its
  /// neighbours.
  Trace smoothed(int rounds) {
    var u = x.clone();
    var v = y.clone();
    for (int round = 0; round < rounds; round++) {
      double pu = u[0];
      double pv = v[0];
      for (int i = 1; i < u.length - 1; i++) {
        double cu = u[i];
        double cv = v[i];
        u[i] = 0.25 * (pu + 2 * cu + u[i + 1]);
        v[i] = 0.25 * (pv + 2 * cv + v[i + 1]);
        pu = cu;
        pv = cv;
      }
    }
    return new Trace(u, v);
  }

  /// Fits traces into the unit square around 0: the longer side becomes 1.
  static List<Trace> fit(List<Trace> traces) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (var trace : traces) {
      for (int i = 0; i < trace.size(); i++) {
        left = Math.min(left, trace.x[i]);
        right = Math.max(right, trace.x[i]);
        top = Math.min(top, trace.y[i]);
        bottom = Math.max(bottom, trace.y[i]);
      }
    }
    double scale = 1 / Math.max(1e-6, Math.max(right - left, bottom - top));
    var out = new ArrayList<Trace>(traces.size());
    for (var trace : traces) {
      out.add(
          trace.mapped(
              scale, 0, 0, scale, -scale * (left + right) / 2, -scale * (top + bottom) / 2));
    }
    return out;
  }
}
