package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// A gallery, as it stands, on labelled probes: who was told right, who was missed, and which
/// strangers were taken for somebody, at the thresholds that the gallery's own calibration gives.
///
/// @param at when it was measured
/// @param holding what the gallery holds
/// @param probes what it answered
/// @param points by wanted FPIR
/// @param tpir by FPIR of these probes, only where strangers are many enough to tell it
public record GalleryAudit(
    GalleryName gallery,
    Instant at,
    Target.Holding holding,
    AskedProbes probes,
    Interval rank1,
    Interval auroc,
    Interval oscr,
    Map<Double, OperatingPoint> points,
    Map<Double, Interval> tpir) {
  private static final double[] RATES = {0.1, 0.01, 0.001};
  private static final long SEED = 0;

  /// With n trials no rate below 3/n is worth printing.
  private static final double TRIALS = 3;

  /// The gallery's threshold for a wanted FPIR, and what it gives on these probes.
  ///
  /// @param calibration in the words of `GET …/calibration`
  record OperatingPoint(JsonNode calibration, double threshold, Interval fpir, Interval tpir) {}

  public GalleryAudit {
    points = Collections.unmodifiableMap(new TreeMap<>(points));
    tpir = Collections.unmodifiableMap(new TreeMap<>(tpir));
  }

  /// Asks the gallery who each image of the folder is, by exact search.
  ///
  /// @param images one folder a class; a class whose name is a subject's is that subject, any other
  ///   is a stranger
  public static GalleryAudit of(Target kith, GalleryName gallery, Path images) throws IOException {
    Target.Holding holding = kith.holding(gallery).orElse(new Target.Holding(0, 0));
    AskedProbes probes = AskedProbes.ask(kith, gallery, images);
    OpenSet set = probes.set();
    List<Double> wanted = new ArrayList<>();
    for (double each : RATES) {
      wanted.add(each);
    }
    double own =
        kith.calibration(gallery, OptionalDouble.empty(), OptionalLong.empty())
            .at("/fpir/target")
            .asDouble();
    if (own > 0 && !wanted.contains(own)) {
      wanted.add(own);
    }
    Map<Double, OperatingPoint> points = new TreeMap<>(Collections.reverseOrder());
    Map<Double, Interval> tpir = new TreeMap<>();
    for (double rate : wanted) {
      JsonNode calibration =
          kith.calibration(gallery, OptionalDouble.of(rate), OptionalLong.empty());
      if (calibration.path("threshold").isNumber()) {
        points.put(rate, point(set, calibration));
      }
      if (set.strangers().size() >= TRIALS / rate) {
        tpir.put(rate, figure(set, draw -> 1 - draw.fnir(draw.threshold(rate))));
      }
    }
    return new GalleryAudit(
        gallery,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        holding,
        probes,
        figure(set, draw -> draw.identified(1)),
        figure(set, OpenSet::auroc),
        figure(set, OpenSet::oscr),
        points,
        tpir);
  }

  private static OperatingPoint point(OpenSet set, JsonNode calibration) {
    double threshold = (float) calibration.path("threshold").asDouble();
    return new OperatingPoint(
        calibration,
        threshold,
        figure(set, draw -> draw.fpir(threshold)),
        figure(set, draw -> 1 - draw.fnir(threshold)));
  }

  /// With its interval, a bootstrap's over identities.
  private static Interval figure(OpenSet set, ToDoubleFunction<OpenSet> what) {
    return Bootstrap.of(List.of(set), SEED).interval(what);
  }

  /// One document.
  public ObjectNode json() {
    return new AuditJson(this).document();
  }

  /// One HTML page.
  public String html() {
    return new AuditPage(this).html();
  }

  /// Why probes weren't asked.
  public List<String> refused() {
    return probes.refused();
  }

  /// The most important of it.
  public String sentences() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%,d probes of %,d subjects and %,d of %,d strangers, against %,d subjects%nrank-1 %s%nOSCR   %s",
                probes.set().mated().size(),
                probes.identities(),
                probes.set().strangers().size(),
                probes.strangers(),
                holding.subjects(),
                told(rank1),
                told(oscr)));
    points.forEach((rate, each) ->
        text.append(
            String.format(
                Locale.ROOT,
                "%nthreshold %.4f for FPIR %s: FPIR %s, TPIR %s",
                each.threshold(),
                rate,
                told(each.fpir()),
                told(each.tpir()))));
    return text.toString();
  }

  private static String told(Interval figure) {
    return String.format(
        Locale.ROOT, "%.4f [%.4f, %.4f]", figure.mean(), figure.low(), figure.high());
  }
}
