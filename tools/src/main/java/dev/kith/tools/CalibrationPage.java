package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.gallery.GalleryName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A calibration as one HTML page: how scores are spread, FPIR with its band and FNIR over the
/// threshold, the ghost line "if the gallery doubles", the table behind them, and how the threshold
/// moved.
///
/// @param now in the words of `GET …/calibration`
/// @param doubled the same for twice the subjects
/// @param past the items of `GET …/calibration/history`
record CalibrationPage(GalleryName gallery, JsonNode now, JsonNode doubled, JsonNode past) {
  private static final int SPREAD = 260;
  private static final int RATES = 360;

  String html() {
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Calibration of %s</title>
    <style>body{font:15px system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem;color:#1d2430}
    table{border-collapse:collapse;width:100%%;font-variant-numeric:tabular-nums}
    td,th{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #ddd}td:last-child.w,th:last-child.w,td:first-child,th:first-child{text-align:left}
    svg{width:100%%;height:auto}.k{color:#667}.b{color:#2b6cb0}.o{color:#dd6b20}</style>
    <h1>Calibration of %s</h1><p>%s</p><p class="k">%s</p>%s%s%s</html>
    """
        .formatted(gallery, gallery, summary(), origin(), charts(), table(), history());
  }

  private String summary() {
    if (now.path("threshold").isNull()) {
      return "Nothing is known yet.";
    }
    JsonNode rate = now.path("fpir");
    return String.format(
        Locale.ROOT,
        "Threshold <b>%.4f</b> [%.4f, %.4f] for FPIR %s: estimated %s, 95 %% interval %s to %s. %s",
        now.path("threshold").asDouble(),
        now.at("/thresholdInterval/0").asDouble(),
        now.at("/thresholdInterval/1").asDouble(),
        CalibrateCommand.percent(rate.path("target")),
        CalibrateCommand.percent(rate.path("estimate")),
        CalibrateCommand.percent(rate.path("low")),
        CalibrateCommand.percent(rate.path("high")),
        rate.path("note").asText(""));
  }

  private String origin() {
    return String.format(
        Locale.ROOT,
        "%,d subjects, %,d trials (%s), %,d mated trials, at sequence %d; %s%s",
        now.path("subjects").asLong(),
        now.path("trials").asLong(),
        now.path("method").asText(),
        now.path("matedTrials").asLong(),
        now.path("calibratedAt").asLong(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        suspects());
  }

  private String suspects() {
    JsonNode suspects = now.path("suspects");
    return suspects.path("counted").asLong() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ". %,d pairs score as strangers hardly do; without them the threshold would be %.4f",
            suspects.path("counted").asLong(),
            suspects.path("thresholdWithout").asDouble());
  }

  private String charts() {
    JsonNode curve = now.path("curve");
    if (curve.isEmpty()) {
      return "";
    }
    double first = curve.get(0).path("threshold").asDouble();
    double last = curve.get(curve.size() - 1).path("threshold").asDouble();
    Frame rates = new Frame(first, Math.max(last, first + 1e-6), RATES);
    return (now.path("scores").isObject() ? spread() : "")
        + "<h2>Rates over the threshold</h2>"
        + new RateChart(now, doubled, rates).svg()
        + """
        <p class="k"><span class="b">Blue</span>: FPIR with its 95 % band; dashed: FPIR if the gallery doubles.
        <span class="o">Orange</span>: FNIR of subjects with two templates or more. Dotted: the threshold, in the grey of its interval.</p>
        """;
  }

  private String spread() {
    JsonNode scores = now.path("scores");
    // the threshold may lie above every score
    double to = Math.max(scores.path("to").asDouble(), now.path("threshold").asDouble());
    Frame frame = new Frame(scores.path("from").asDouble(), to, SPREAD);
    return "<h2>Scores</h2>"
        + new ScoreChart(now, frame).svg()
        + """
        <p class="k"><span class="b">Blue</span>: each stranger's best score against the gallery.
        <span class="o">Orange</span>: enrolled samples against their own subject.</p>
        """;
  }

  private String table() {
    StringBuilder rows =
        new StringBuilder("<table><tr><th>threshold<th>FPIR<th>low<th>high<th>FNIR</tr>");
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
    return rows.append("</table>").toString();
  }

  private String history() {
    if (past.isEmpty()) {
      return "";
    }
    StringBuilder rows =
        new StringBuilder(
            "<h2>How it moved</h2><table><tr><th>since<th>threshold<th>FPIR<th>subjects<th>trials<th class=\"w\">why</tr>");
    for (JsonNode each : past) {
      rows.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%.4f<td>%s<td>%,d<td>%,d<td class=\"w\">%s</tr>",
              Instant.parse(each.path("at").asText()).truncatedTo(ChronoUnit.SECONDS),
              each.path("threshold").asDouble(),
              CalibrateCommand.percent(each.path("target")),
              each.path("subjects").asLong(),
              each.path("trials").asLong(),
              each.path("why").asText()));
    }
    return rows.append("</table>").toString();
  }
}
