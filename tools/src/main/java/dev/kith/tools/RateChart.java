package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.tools.evaluate.LogScale;
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
    LogScale scale = LogScale.downTo(least(curve));
    StringBuilder svg = new StringBuilder(frame.open("rates over the threshold"));
    for (double rate : scale.ticks()) {
      svg.append(frame.level(1 - scale.at(rate), LogScale.percent(rate)));
    }
    svg.append(frame.scores())
        .append("<polygon fill='#2b6cb022' points='")
        .append(line(curve, scale, each -> each.path("low").asDouble()))
        .append(line(reversed(curve), scale, each -> each.path("high").asDouble()))
        .append("'/>")
        .append(stroke("#2b6cb0", "", line(curve, scale, each -> each.path("fpir").asDouble())))
        .append(
            stroke(
                "#2b6cb0",
                "6 5",
                line(doubled.path("curve"), scale, each -> each.path("fpir").asDouble())));
    if (!curve.get(0).path("fnir").isNull()) {
      svg.append(stroke("#dd6b20", "", line(curve, scale, each -> each.path("fnir").asDouble())));
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

  /// The smallest rate that is drawn; the band may go on below it, with nothing to tell.
  private static double least(JsonNode curve) {
    double least = 1;
    for (JsonNode each : curve) {
      least = Math.min(least, each.path("fpir").asDouble());
    }
    return least;
  }

  private String line(Iterable<JsonNode> curve, LogScale scale, ToDoubleFunction<JsonNode> rate) {
    StringBuilder points = new StringBuilder();
    for (JsonNode each : curve) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              frame.x(each.path("threshold").asDouble()),
              frame.y(1 - scale.at(rate.applyAsDouble(each)))));
    }
    return points.toString();
  }

  private static String stroke(String colour, String dashes, String points) {
    return "<polyline fill='none' stroke-width='2' stroke='%s' stroke-dasharray='%s' points='%s'/>"
        .formatted(colour, dashes, points);
  }
}
