package dev.kith.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// Answers in words, from the documents that the server sends.
final class Sentences {
  private Sentences() {}

  /// Such as `match ada 0.83 (threshold 0.52)`, `none best 0.31 (threshold 0.52)`.
  static String decision(JsonNode answer) {
    String decision = answer.path("decision").asText();
    JsonNode best = answer.path("candidates").path(0);
    String who =
        decision.equals("match") ? " " + name(best) : best.isMissingNode() ? "" : "  nearest";
    String score = best.isMissingNode() ? "" : "  " + cosine(best.path("score"));
    return decision + who + score + " (" + threshold(answer) + ")";
  }

  private static String threshold(JsonNode answer) {
    JsonNode interval = answer.path("thresholdInterval");
    if (interval.isArray()) {
      return "threshold %s to %s".formatted(cosine(interval.path(0)), cosine(interval.path(1)));
    }
    return answer.path("threshold").isNumber()
        ? "threshold " + cosine(answer.path("threshold"))
        : "no threshold yet: the gallery isn't calibrated";
  }

  /// Such as `0.83 ada, Ada Lovelace (template 1f3c...)`.
  static String candidate(JsonNode candidate) {
    return cosine(candidate.path("score")) + "  " + name(candidate);
  }

  private static String name(JsonNode candidate) {
    String subject = candidate.path("subject").asText();
    JsonNode display = candidate.path("displayName");
    return display.isTextual() ? subject + ", " + display.asText() : subject;
  }

  /// Such as `same 0.83 (threshold 0.52)`.
  static String verification(JsonNode answer) {
    return "%s  %s (%s)"
        .formatted(
            answer.path("decision").asText(), cosine(answer.path("score")), threshold(answer));
  }

  private static String cosine(JsonNode score) {
    return String.format(Locale.ROOT, "%.3f", score.asDouble());
  }
}
