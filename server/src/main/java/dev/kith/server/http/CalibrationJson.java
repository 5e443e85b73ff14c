package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.calibration.Method;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.SubjectId;
import dev.kith.server.work.Admissions;
import dev.kith.server.work.Known;
import java.util.Locale;
import java.util.Optional;

/// Error rates, their thresholds, and strangers, as JSON.
public final class CalibrationJson {
  private CalibrationJson() {}

  /// What an answer says of the FPIR it was decided at.
  static ObjectNode fpir(Calibration made) {
    ObjectNode json = rate(made);
    json.put("supported", made.supported())
        .put("trials", made.evidence().trials())
        .put("method", made.evidence().method().word());
    made.note().ifPresent(note -> json.put("note", note));
    return json;
  }

  private static ObjectNode rate(Calibration made) {
    return put(Json.object().put("target", made.target()), made.fpir());
  }

  /// The FPIR of a threshold that was named, not chosen for a rate.
  static ObjectNode fpir(Estimate told) {
    return put(Json.object().putNull("target"), told);
  }

  private static ObjectNode put(ObjectNode json, Estimate rate) {
    return json.put("estimate", rate.value()).put("low", rate.low()).put("high", rate.high());
  }

  /// The whole calibration for a target and a number of subjects.
  public static ObjectNode calibration(Known known, double target, long subjects) {
    Optional<Calibration> made = known.calibration(target, subjects);
    ObjectNode json = summary(known, target, made);
    json.put("subjects", subjects);
    var curve = json.putArray("curve");
    made.ifPresent(found ->
        found
            .curve()
            .forEach(point -> {
              ObjectNode each =
                  curve
                      .addObject()
                      .put("threshold", point.threshold())
                      .put("fpir", point.fpir().value())
                      .put("low", point.fpir().low())
                      .put("high", point.fpir().high());
              each.put("fnir", Double.isNaN(point.fnir()) ? null : (Double) point.fnir());
            }));
    return json;
  }

  /// The calibration without its curve.
  static ObjectNode summary(Known known, double target, Optional<Calibration> made) {
    ObjectNode json = Json.object();
    json.set(
        "fpir",
        made.map(CalibrationJson::fpir)
            .orElseGet(() ->
                Json.object()
                    .put("target", target)
                    .putNull("estimate")
                    .putNull("low")
                    .putNull("high")));
    json.put("threshold", made.map(each -> each.threshold().value()).orElse(null));
    made.ifPresentOrElse(
        each ->
            json.putArray("thresholdInterval")
                .add(each.threshold().low())
                .add(each.threshold().high()),
        () -> json.putNull("thresholdInterval"));
    return json.put("subjects", known.standing().subjects())
        .put("trials", made.map(each -> each.evidence().trials()).orElse(0L))
        .put("method", made.map(each -> each.evidence().method()).orElse(Method.NONE).word())
        .put("calibratedAt", known.standing().sequence())
        .put("matedTrials", known.standing().mated().trials())
        .put("strangers", known.standing().strangers())
        .put("pending", known.standing().pending());
  }

  static ObjectNode member(Stranger stranger) {
    return Json.object()
        .put("id", stranger.id().value())
        .put("subject", stranger.person().map(SubjectId::value).orElse(null))
        .put("sample", stranger.sample().map(SampleDigest::sha256).orElse(null));
  }

  static ObjectNode known(Stranger stranger) {
    return Json.object()
        .put("id", stranger.id().value())
        .put("notSubject", stranger.person().map(SubjectId::value).orElse(null))
        .put("sample", stranger.sample().map(SampleDigest::sha256).orElse(null));
  }

  static ObjectNode admitted(Admissions.Admitted admitted) {
    return Json.object()
        .put("id", admitted.id().value())
        .put("outcome", admitted.receipt().outcome().name().toLowerCase(Locale.ROOT));
  }
}
