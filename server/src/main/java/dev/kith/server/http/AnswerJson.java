package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Identification;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Threshold;
import dev.kith.gallery.Verification;
import dev.kith.server.work.Answer;
import dev.kith.server.work.Enrolments;
import dev.kith.server.work.Recognition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What recognition and enrolment answer, as JSON. Scores are written as the floats they are.
public final class AnswerJson {
  private AnswerJson() {}

  static String decision(Identification identification) {
    return switch (identification) {
      case Identification.Match _ -> "match";
      case Identification.Review _ -> "review";
      case Identification.None _ -> "none";
    };
  }

  public static ObjectNode identification(Answer answer, Duration took) {
    Identification found = answer.identification();
    List<Candidate> candidates = found.candidates();
    ObjectNode json = Json.object().put("decision", decision(found));
    answer.reasons().forEach(json.putArray("reasons")::add);
    json.put("score", candidates.isEmpty() ? null : (Float) candidates.getFirst().score().value());
    json.put("margin", margin(candidates));
    threshold(json, found.threshold());
    json.set(
        "fpir",
        answer
            .calibration()
            .map(CalibrationJson::fpir)
            .or(() -> answer.fpir().map(CalibrationJson::fpir))
            .orElse(null));
    var list = json.putArray("candidates");
    candidates.forEach(candidate -> list.add(candidate(candidate, answer)));
    return json.put("gallery", answer.gallery().name().value())
        .put("generation", answer.generation())
        .put("encoder", answer.gallery().settings().encoder().orElse(null))
        .put("space", answer.gallery().space().id())
        .put("tookMillis", Math.round(took.toNanos() / 1e3) / 1e3);
  }

  private static @Nullable Float margin(List<Candidate> candidates) {
    return candidates.size() < 2
        ? null
        : (Float) (candidates.get(0).score().value() - candidates.get(1).score().value());
  }

  private static void threshold(ObjectNode json, Threshold threshold) {
    switch (threshold) {
      case Threshold.Fixed(_, double point) ->
          json.put("threshold", point).putNull("thresholdInterval");
      case Threshold.Measured(_, double low, double point, double high) ->
          json.put("threshold", point).putArray("thresholdInterval").add(low).add(high);
      case Threshold.Uncalibrated _ -> json.putNull("threshold").putNull("thresholdInterval");
    }
  }

  private static ObjectNode candidate(Candidate candidate, Answer answer) {
    ObjectNode json =
        Json.object()
            .put("subject", candidate.subject().value())
            .put("displayName", answer.displayNames().get(candidate.subject()))
            .put("score", candidate.score().value())
            .put("template", candidate.template().value());
    return answer.bridged().contains(candidate.subject()) ? json.put("bridged", true) : json;
  }

  static String decision(Verification verification) {
    return switch (verification) {
      case Verification.Same _ -> "same";
      case Verification.Different _ -> "different";
    };
  }

  public static ObjectNode verification(Recognition.Verified verified) {
    Verification verification = verified.verification();
    ObjectNode json =
        Json.object()
            .put("decision", decision(verification))
            .put("score", verification.score().value());
    threshold(json, verification.threshold());
    json.remove("thresholdInterval");
    return json.put("fmr", verified.calibration().map(made -> made.fpir().value()).orElse(null));
  }

  static ObjectNode enrolled(SubjectId subject, List<Enrolments.Enrolled> enrolled) {
    ObjectNode json = Json.object().put("subject", subject.value());
    var list = json.putArray("templates");
    enrolled.forEach(each ->
        list.addObject()
            .put("template", each.template().value())
            .put("outcome", each.receipt().outcome().name().toLowerCase(Locale.ROOT))
            .put("sequence", each.receipt().sequence()));
    var others = json.putArray("possibleDuplicates");
    Set<SubjectId> named = new HashSet<>();
    enrolled.stream()
        .flatMap(each -> each.possibleDuplicates().stream())
        .sorted()
        .filter(each -> named.add(each.subject()))
        .forEach(each ->
            others
                .addObject()
                .put("subject", each.subject().value())
                .put("score", each.score().value())
                .put("template", each.template().value()));
    return json;
  }

  static ObjectNode problem(Optional<String> id, Problem problem, String request) {
    ObjectNode json = Json.object().put("id", id.orElse(null));
    json.set("problem", problem.json(request));
    return json;
  }
}
