package dev.kith.tools;

import java.util.Locale;

/// The frame of a chart: scores left to right along its bottom.
///
/// @param from score at the left edge
/// @param to score at the right edge, above `from`
/// @param height of the whole, in the units of its view box
record Frame(double from, double to, int height) {
  private static final int WIDTH = 760;
  private static final int LEFT = 72;
  private static final int RIGHT = 24;
  private static final int TOP = 10;
  private static final int BOTTOM = 46;
  private static final int TICKS = 6;

  String open(String label) {
    return "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>".formatted(WIDTH, height, label);
  }

  double x(double score) {
    return LEFT + Math.clamp((score - from) / (to - from), 0, 1) * (WIDTH - LEFT - RIGHT);
  }

  /// @param share of the chart's height that lies above, 0 at the top and 1 at the bottom
  double y(double share) {
    return TOP + Math.clamp(share, 0, 1) * (height - BOTTOM - TOP);
  }

  /// Numbers along the bottom.
  String scores() {
    StringBuilder svg = new StringBuilder();
    for (int i = 0; i <= TICKS; i++) {
      double score = from + i * (to - from) / TICKS;
      svg.append(
          text(
              x(score), height - BOTTOM + 20, "middle", String.format(Locale.ROOT, "%.3f", score)));
    }
    return svg.append(
            text(x((from + to) / 2), height - BOTTOM + 38, "middle", "best score (cosine)"))
        .toString();
  }

  /// A line across, with its number at the left.
  String level(double share, String label) {
    return String.format(
            Locale.ROOT,
            "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#e2e6ec'/>",
            LEFT,
            WIDTH - RIGHT,
            y(share),
            y(share))
        + text(LEFT - 6, y(share) + 4, "end", label);
  }

  /// The threshold and its interval, from top to bottom.
  String threshold(double low, double at, double high) {
    return String.format(
        Locale.ROOT,
        "<rect x='%.1f' width='%.1f' y='%d' height='%d' fill='#1d243014'/><line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#1d2430' stroke-dasharray='2 3'/>",
        x(low),
        Math.max(0, x(high) - x(low)),
        TOP,
        height - BOTTOM - TOP,
        x(at),
        x(at),
        TOP,
        height - BOTTOM);
  }

  static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x='%.1f' y='%.1f' font-size='11' text-anchor='%s' fill='#667'>%s</text>",
        x,
        y,
        anchor,
        words);
  }
}
