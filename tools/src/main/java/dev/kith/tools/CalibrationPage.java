package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.GalleryName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A calibration as one HTML page: FPIR with its band and FNIR over the threshold, the ghost line
/// "if the gallery doubles", and the table behind them.
///
/// @param now in the words of `GET …/calibration`
/// @param doubled the same for twice the subjects
record CalibrationPage(GalleryName gallery, JsonNode now, JsonNode doubled) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int EDGE = 56;

  String html() {
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Calibration of %s</title>
    <style>body{font:15px system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem;color:#1d2430}
    table{border-collapse:collapse;width:100%%}td,th{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #ddd}
    svg{width:100%%;height:auto}.k{color:#667}</style>
    <h1>Calibration of %s</h1><p>%s</p><p class="k">%s</p>%s
    <p class="k">Blue: FPIR with its 95 %% band. Dashed: FPIR if the gallery doubles. Orange: FNIR of subjects with two
    templates or more. Vertical: the threshold.</p><table><tr><th>threshold<th>FPIR<th>low<th>high<th>FNIR</tr>%s</table></html>
    """
        .formatted(gallery, gallery, summary(), origin(), chart(), rows());
  }

  private String summary() {
    if (now.path("threshold").isNull()) {
      return "Nothing is known yet.";
    }
    JsonNode rate = now.path("fpir");
    return String.format(
        Locale.ROOT,
        "Threshold <b>%.4f</b> for FPIR %s: estimated %s, 95 %% interval %s to %s. %s",
        now.path("threshold").asDouble(),
        CalibrateCommand.percent(rate.path("target")),
        CalibrateCommand.percent(rate.path("estimate")),
        CalibrateCommand.percent(rate.path("low")),
        CalibrateCommand.percent(rate.path("high")),
        rate.path("note").asText(""));
  }

  private String origin() {
    return String.format(
        Locale.ROOT,
        "%,d subjects, %,d trials (%s), %,d mated trials, at sequence %d; %s",
        now.path("subjects").asLong(),
        now.path("trials").asLong(),
        now.path("method").asText(),
        now.path("matedTrials").asLong(),
        now.path("calibratedAt").asLong(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private String rows() {
    StringBuilder rows = new StringBuilder();
    for (JsonNode each : now.path("curve")) {
      rows.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%.4f<td>%s<td>%s<td>%s<td>%s</tr>",
              each.path("threshold").asDouble(),
              CalibrateCommand.percent(each.path("fpir")),
              CalibrateCommand.percent(each.path("low")),
              CalibrateCommand.percent(each.path("high")),
              each.path("fnir").isNull() ? "–" : CalibrateCommand.percent(each.path("fnir"))));
    }
    return rows.toString();
  }

  private String chart() {
    JsonNode curve = now.path("curve");
    if (curve.isEmpty()) {
      return "";
    }
    Scale scale =
        new Scale(
            curve.get(0).path("threshold").asDouble(),
            Math.max(
                curve.get(curve.size() - 1).path("threshold").asDouble(),
                curve.get(0).path("threshold").asDouble() + 1e-6),
            Math.max(1e-9, curve.get(curve.size() - 1).path("low").asDouble()));
    StringBuilder svg =
        new StringBuilder("<svg viewBox='0 0 %d %d' role='img'>".formatted(WIDTH, HEIGHT));
    scale.grid(svg);
    svg.append("<polygon fill='#2b6cb022' points='")
        .append(scale.line(curve, each -> each.path("low").asDouble(), false))
        .append(scale.line(curve, each -> each.path("high").asDouble(), true))
        .append("'/>");
    stroke(svg, "#2b6cb0", "", scale.line(curve, each -> each.path("fpir").asDouble(), false));
    stroke(
        svg,
        "#2b6cb0",
        "6 5",
        scale.line(doubled.path("curve"), each -> each.path("fpir").asDouble(), false));
    if (!curve.get(0).path("fnir").isNull()) {
      stroke(svg, "#dd6b20", "", scale.line(curve, each -> each.path("fnir").asDouble(), false));
    }
    double at = scale.x(now.path("threshold").asDouble());
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' x2='%.1f' y1='10' y2='%d' stroke='#1d2430' stroke-dasharray='2 3'/>",
            at,
            at,
            HEIGHT - EDGE));
    return svg.append("</svg>").toString();
  }

  private static void stroke(StringBuilder svg, String colour, String dashes, String points) {
    svg.append(
        "<polyline fill='none' stroke-width='2' stroke='%s' stroke-dasharray='%s' points='%s'/>"
            .formatted(colour, dashes, points));
  }

  /// Thresholds left to right, rates on a logarithmic scale.
  private record Scale(double from, double to, double least) {
    double x(double threshold) {
      return EDGE + Math.clamp((threshold - from) / (to - from), 0, 1) * (WIDTH - EDGE - 10);
    }

    double y(double rate) {
      double share = Math.log10(Math.max(rate, least)) / Math.log10(least);
      return 10 + share * (HEIGHT - EDGE - 10);
    }

    String line(JsonNode curve, ToDoubleFunction<JsonNode> rate, boolean backwards) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < curve.size(); i++) {
        JsonNode each = curve.get(backwards ? curve.size() - 1 - i : i);
        points.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                x(each.path("threshold").asDouble()),
                y(rate.applyAsDouble(each))));
      }
      return points.toString();
    }

    void grid(StringBuilder svg) {
      for (double rate = 1; rate >= least; rate /= 10) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/><text x='%d' y='%.1f' font-size='11' text-anchor='end' fill='#667'>%.3g %%</text>",
                EDGE,
                WIDTH - 10,
                y(rate),
                y(rate),
                EDGE - 6,
                y(rate) + 4,
                100 * rate));
      }
      for (int i = 0; i <= 4; i++) {
        double threshold = from + i * (to - from) / 4;
        svg.append(
            String.format(
                Locale.ROOT,
                "<text x='%.1f' y='%d' font-size='11' text-anchor='middle' fill='#667'>%.3f</text>",
                x(threshold),
                HEIGHT - EDGE + 20,
                threshold));
      }
    }
  }
}
