package dev.kith.tools.evaluate;

import java.util.List;
import java.util.Locale;

/// A plot in the making: a frame, axes with a few numbers, and what is drawn into it.
public final class Svg {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int EDGE = 68;
  private static final int RIGHT = 24;
  private static final int TOP = 12;
  private static final int BOTTOM = 42;
  private static final int TITLE = 30;

  private final StringBuilder svg =
      new StringBuilder("<svg viewBox='0 0 %d %d' role='img'>".formatted(WIDTH, HEIGHT));
  private final double left;
  private final double right;
  private final double low;
  private final double high;

  /// The corners of what is shown, in the plot's own units.
  public Svg(double left, double right, double low, double high) {
    this.left = left;
    this.right = right > left ? right : left + 1;
    this.low = low;
    this.high = high > low ? high : low + 1;
  }

  private double x(double value) {
    return EDGE + Math.clamp((value - left) / (right - left), 0, 1) * (WIDTH - EDGE - RIGHT);
  }

  private double y(double value) {
    return HEIGHT
        - BOTTOM
        - Math.clamp((value - low) / (high - low), 0, 1) * (HEIGHT - BOTTOM - TOP);
  }

  public Svg tickX(double at, String label) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' x2='%.1f' y1='12' y2='%d' stroke='#e2e6ec'/><text x='%.1f' y='%d' font-size='11' text-anchor='middle' fill='#667'>%s</text>",
            x(at),
            x(at),
            HEIGHT - BOTTOM,
            x(at),
            HEIGHT - BOTTOM + 16,
            label));
    return this;
  }

  public Svg tickY(double at, String label) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#e2e6ec'/><text x='%d' y='%.1f' font-size='11' text-anchor='end' fill='#667'>%s</text>",
            EDGE,
            WIDTH - RIGHT,
            y(at),
            y(at),
            EDGE - 5,
            y(at) + 4,
            label));
    return this;
  }

  Svg bar(double from, double to, double height, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x='%.1f' y='%.1f' width='%.2f' height='%.2f' fill='%s'/>",
            x(from),
            y(height),
            Math.max(0, x(to) - x(from)),
            y(low) - y(height),
            colour));
    return this;
  }

  public Svg line(double[] xs, double[] ys, String colour) {
    svg.append("<polyline fill='none' stroke-width='2' stroke='")
        .append(colour)
        .append("' points='");
    for (int i = 0; i < xs.length; i++) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(xs[i]), y(ys[i])));
    }
    svg.append("'/>");
    return this;
  }

  public Svg dot(double atX, double atY, String colour, String title) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx='%.1f' cy='%.1f' r='2.4' fill='%s' fill-opacity='.7'><title>%s</title></circle>",
            x(atX),
            y(atY),
            colour,
            title));
    return this;
  }

  Svg upright(double at, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' x2='%.1f' y1='12' y2='%d' stroke='%s' stroke-dasharray='3 3'/>",
            x(at),
            x(at),
            HEIGHT - BOTTOM,
            colour));
    return this;
  }

  /// A dot that is named beside it, above or below.
  Svg mark(double atX, double atY, String colour, String name, boolean above) {
    boolean far = x(atX) > 0.8 * WIDTH;
    boolean fits = above && y(atY) > TOP + 16;
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx='%.1f' cy='%.1f' r='4' fill='%s'/><text x='%.1f' y='%.1f' font-size='11' text-anchor='%s' fill='#1d2430'>%s</text>",
            x(atX),
            y(atY),
            colour,
            x(atX) + (far ? -7 : 7),
            y(atY) + (fits ? -7 : 15),
            far ? "end" : "start",
            escaped(name)));
    return this;
  }

  /// What the numbers along the bottom and those at the left are.
  public Svg axes(String across, String up) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%d' y='%d' font-size='11' text-anchor='middle' fill='#667'>%s</text><text x='12' y='%d' font-size='11' text-anchor='middle' fill='#667' transform='rotate(-90 12 %d)'>%s</text>",
            (EDGE + WIDTH - RIGHT) / 2,
            HEIGHT - BOTTOM + 34,
            escaped(across),
            (TOP + HEIGHT - BOTTOM) / 2,
            (TOP + HEIGHT - BOTTOM) / 2,
            escaped(up)));
    return this;
  }

  String done() {
    return svg + "</svg>";
  }

  /// A plot with words above it.
  public record Panel(String title, Svg plot) {}

  /// A document of its own, one plot below the other.
  public static String page(List<Panel> panels) {
    int step = HEIGHT + TITLE;
    var page =
        new StringBuilder(
            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif'><rect width='100%%' height='100%%' fill='#fff'/>"
                .formatted(WIDTH, step * panels.size()));
    for (int i = 0; i < panels.size(); i++) {
      page.append(
          "<text x='%d' y='%d' font-size='14'>%s</text>"
              .formatted(EDGE, i * step + TITLE - 8, escaped(panels.get(i).title())));
      page.append("<g transform='translate(0 %d)'>".formatted(i * step + TITLE));
      page.append(
          panels
              .get(i)
              .plot()
              .done()
              .replaceFirst(" role='img'", " width='%d' height='%d'".formatted(WIDTH, HEIGHT)));
      page.append("</g>");
    }
    return page.append("</svg>\n").toString();
  }

  /// Text as XML takes it.
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;");
  }
}
