package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// FPIR with its band, FNIR, and FPIR if the gallery doubles, over the threshold; rates on a
/// logarithmic scale.
///
/// @param now in the words of `GET …/calibration`
/// @param doubled the same for twice the subjects
/// @param frame of the chart
record RateChart(JsonNode now, JsonNode doubled, Frame frame) {
  String svg() {
    JsonNode curve = now.path("curve");
    double least = Math.max(1e-9, curve.get(curve.size() - 1).path("low").asDouble());
    StringBuilder svg = new StringBuilder(frame.open("rates over the threshold"));
    for (double rate = 1; rate >= least; rate /= 10) {
      svg.append(
          frame.level(share(rate, least), String.format(Locale.ROOT, "%.3g %%", 100 * rate)));
    }
    svg.append(frame.scores())
        .append("<polygon fill='#2b6cb022' points='")
        .append(line(curve, least, each -> each.path("low").asDouble()))
        .append(line(reversed(curve), least, each -> each.path("high").asDouble()))
        .append("'/>")
        .append(stroke("#2b6cb0", "", line(curve, least, each -> each.path("fpir").asDouble())))
        .append(
            stroke(
                "#2b6cb0",
                "6 5",
                line(doubled.path("curve"), least, each -> each.path("fpir").asDouble())));
    if (!curve.get(0).path("fnir").isNull()) {
      svg.append(stroke("#dd6b20", "", line(curve, least, each -> each.path("fnir").asDouble())));
    }
    return svg.append(
            frame.threshold(
                now.at("/thresholdInterval/0").asDouble(),
                now.path("threshold").asDouble(),
                now.at("/thresholdInterval/1").asDouble()))
        .append("</svg>")
        .toString();
  }

  private static List<JsonNode> reversed(JsonNode curve) {
    List<JsonNode> points = new ArrayList<>();
    curve.forEach(points::addFirst);
    return points;
  }

  private static double share(double rate, double least) {
    return Math.log10(Math.max(rate, least)) / Math.log10(least);
  }

  private String line(Iterable<JsonNode> curve, double least, ToDoubleFunction<JsonNode> rate) {
    StringBuilder points = new StringBuilder();
    for (JsonNode each : curve) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              frame.x(each.path("threshold").asDouble()),
              frame.y(share(rate.applyAsDouble(each), least))));
    }
    return points.toString();
  }

  private static String stroke(String colour, String dashes, String points) {
    return "<polyline fill='none' stroke-width='2' stroke='%s' stroke-dasharray='%s' points='%s'/>"
        .formatted(colour, dashes, points);
  }
}
