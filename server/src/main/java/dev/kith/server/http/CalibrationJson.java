package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.calibration.Histogram;
import dev.kith.calibration.Measured;
import dev.kith.calibration.Method;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.ThresholdHistory;
import dev.kith.server.work.Admissions;
import dev.kith.server.work.Known;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Error rates, their thresholds, and strangers, as JSON.
public final class CalibrationJson {
  private static final int BINS = 60;

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
  ///
  /// @param progress how much of the gallery was compared with strangers that wait for it
  public static ObjectNode calibration(
      Known known, double target, long subjects, OptionalDouble progress) {
    Optional<Calibration> made = known.calibration(target, subjects);
    ObjectNode json = summary(known, target, made);
    json.put("subjects", subjects);
    json.put("progress", progress.isPresent() ? (Double) progress.getAsDouble() : null);
    json.set("suspects", SuspectJson.summary(known, target, subjects));
    var curve = json.putArray("curve");
    made.ifPresent(found -> found.curve().forEach(point -> put(curve.addObject(), point)));
    json.set("scores", made.map(CalibrationJson::scores).orElse(null));
    return json;
  }

  private static void put(ObjectNode json, Calibration.Point point) {
    json.put("threshold", point.threshold())
        .put("fpir", point.fpir().value())
        .put("low", point.fpir().low())
        .put("high", point.fpir().high())
        .put("fnir", Double.isNaN(point.fnir()) ? null : (Double) point.fnir());
  }

  /// How the scores behind it are spread; nothing where the evidence has none.
  private static @Nullable ObjectNode scores(Calibration made) {
    if (!(made.evidence() instanceof Measured measured)) {
      return null;
    }
    double[] strangers = measured.scores();
    double[] mated = made.mated().scores();
    double from = Math.min(strangers[0], Arrays.stream(mated).min().orElse(1));
    double to = Math.max(strangers[strangers.length - 1], Arrays.stream(mated).max().orElse(-1));
    double end = Math.max(to, from + 1e-6);
    ObjectNode json = Json.object().put("from", from).put("to", end);
    Histogram.of(strangers, from, end, BINS).counts().forEach(json.putArray("strangers")::add);
    Histogram.of(mated, from, end, BINS).counts().forEach(json.putArray("mated")::add);
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

  /// One threshold that held once.
  public static ObjectNode past(ThresholdHistory.Entry entry) {
    ObjectNode json =
        Json.object()
            .put("at", entry.at().toString())
            .put("why", entry.why())
            .put("subjects", entry.subjects())
            .put("threshold", entry.threshold());
    json.putArray("thresholdInterval").add(entry.low()).add(entry.high());
    return json.put("target", entry.target())
        .put("method", entry.method())
        .put("trials", entry.trials())
        .put("space", entry.space())
        .put("calibratedAt", entry.sequence());
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
