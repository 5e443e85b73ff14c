package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// How the best scores of strangers and those of mated probes are spread: two histograms over each
/// other, each of its own whole.
///
/// @param now in the words of `GET …/calibration`, with scores
/// @param frame of the chart
record ScoreChart(JsonNode now, Frame frame) {
  String svg() {
    JsonNode scores = now.path("scores");
    double highest = Math.max(highest(scores.path("strangers")), highest(scores.path("mated")));
    StringBuilder svg = new StringBuilder(frame.open("spread of scores"));
    for (int i = 0; i <= 4; i++) {
      double share = highest * i / 4;
      svg.append(frame.level(1 - i / 4.0, String.format(Locale.ROOT, "%.1f %%", 100 * share)));
    }
    return svg.append(frame.scores())
        .append(bars(scores, scores.path("strangers"), highest, "#2b6cb0"))
        .append(bars(scores, scores.path("mated"), highest, "#dd6b20"))
        .append(
            frame.threshold(
                now.at("/thresholdInterval/0").asDouble(),
                now.path("threshold").asDouble(),
                now.at("/thresholdInterval/1").asDouble()))
        .append("</svg>")
        .toString();
  }

  private static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode each : counts) {
      total += each.asLong();
    }
    return Math.max(1, total);
  }

  private static double highest(JsonNode counts) {
    long most = 0;
    for (JsonNode each : counts) {
      most = Math.max(most, each.asLong());
    }
    return (double) most / total(counts);
  }

  private String bars(JsonNode scores, JsonNode counts, double highest, String colour) {
    double from = scores.path("from").asDouble();
    double step = (scores.path("to").asDouble() - from) / counts.size();
    long total = total(counts);
    StringBuilder bars = new StringBuilder();
    for (int i = 0; i < counts.size(); i++) {
      double top = frame.y(1 - (double) counts.get(i).asLong() / total / highest);
      double left = frame.x(from + i * step);
      bars.append(
          String.format(
              Locale.ROOT,
              "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s' fill-opacity='.45'/>",
              left,
              top,
              frame.x(from + (i + 1) * step) - left,
              frame.y(1) - top,
              colour));
    }
    return bars.toString();
  }
}
