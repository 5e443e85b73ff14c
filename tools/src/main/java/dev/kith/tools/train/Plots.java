package dev.kith.tools.train;

import dev.kith.tools.evaluate.EmbeddingMap;
import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.Svg;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A run in pictures: SVG documents.
final class Plots {
  private static final String LOSS = "#1f5fa8";
  private static final String SHARE = "#c2571a";
  private static final String RECALL = "#2b8a3e";

  private Plots() {}

  /// The loss, and below it the share of its terms that still teach with R@1 on the classes held
  /// out.
  static String curves(Course course) {
    var points = course.curve();
    double top = points.stream().mapToDouble(Course.Point::loss).max().orElse(1);
    var loss = axes((double) course.steps(), top);
    line(loss, points, point -> (double) point.step(), Course.Point::loss, LOSS);
    var shares = axes((double) course.steps(), 1);
    line(shares, points, point -> (double) point.step(), Course.Point::share, SHARE);
    line(shares, course.looks(), look -> (double) look.step(), Course.Look::recallAt1, RECALL);
    course
        .looks()
        .forEach(look ->
            shares.dot(
                (double) look.step(),
                look.recallAt1(),
                RECALL,
                "step %d: R@1 %.3f".formatted(look.step(), look.recallAt1())));
    return Svg.page(
        List.of(
            new Svg.Panel("loss over steps", loss),
            new Svg.Panel(
                "share of terms that still teach (orange), R@1 on held-out classes (green)",
                shares)));
  }

  private static Svg axes(double steps, double top) {
    var svg = new Svg(0, steps, 0, top);
    for (int i = 0; i <= 4; i++) {
      svg.tickX(steps * i / 4, "%,d".formatted(Math.round(steps * i / 4)));
      svg.tickY(top * i / 4, String.format(Locale.ROOT, "%.3g", top * i / 4));
    }
    return svg;
  }

  private static <T> void line(
      Svg svg, List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y, String colour) {
    svg.line(
        points.stream().mapToDouble(x).toArray(), points.stream().mapToDouble(y).toArray(), colour);
  }

  /// The first classes held out, at their two principal components.
  static String map(Embeddings all, ImageSet set) {
    return Svg.page(
        List.of(
            new Svg.Panel(
                "classes never trained on, a colour each, at two principal components",
                EmbeddingMap.plot(all, set::name))));
  }
}
