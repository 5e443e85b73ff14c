package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.calibration.ClopperPearson;
import dev.kith.gallery.GalleryName;
import dev.kith.tools.target.Target;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
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
  static final double TRIALS = 3;

  public GalleryAudit {
    points = descending(points);
    tpir = descending(tpir);
  }

  private static <T> SortedMap<Double, T> descending(Map<Double, T> by) {
    SortedMap<Double, T> sorted = new TreeMap<>(Comparator.reverseOrder());
    sorted.putAll(by);
    return Collections.unmodifiableSortedMap(sorted);
  }

  /// Asks the gallery who each image of the folder is, by exact search.
  ///
  /// @param images one folder a class; a class whose name is a subject's is that subject, any other
  ///   is a stranger
  public static GalleryAudit of(Target kith, GalleryName gallery, Path images) throws IOException {
    Target.Holding holding =
        kith.holding(gallery)
            .orElseThrow(() ->
                new CommandFailure(
                    "there is no gallery named %s, expected one to audit".formatted(gallery)));
    AskedProbes probes = AskedProbes.ask(kith, gallery, images);
    Figures figures = new Figures(probes);
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
    Map<Double, OperatingPoint> points = new TreeMap<>();
    Map<Double, Interval> tpir = new TreeMap<>();
    for (double rate : wanted) {
      JsonNode calibration =
          kith.calibration(gallery, OptionalDouble.of(rate), OptionalLong.empty());
      if (calibration.path("threshold").isNumber()) {
        points.put(rate, figures.at(calibration));
      }
      if (probes.set().strangers().size() >= TRIALS / rate) {
        tpir.put(rate, figures.mated(draw -> 1 - draw.fnir(draw.threshold(rate))));
      }
    }
    return new GalleryAudit(
        gallery,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        holding,
        probes,
        figures.mated(draw -> draw.identified(1)),
        figures.of(OpenSet::auroc),
        figures.of(OpenSet::oscr),
        points,
        tpir);
  }

  /// Rates with their intervals: a bootstrap's over identities.
  private record Figures(AskedProbes probes, Bootstrap rounds) {
    private static final double CONFIDENCE = 0.95;

    Figures(AskedProbes probes) {
      this(probes, Bootstrap.of(List.of(probes.set()), SEED));
    }

    OperatingPoint at(JsonNode calibration) {
      double threshold = (float) calibration.path("threshold").asDouble();
      return new OperatingPoint(
          calibration,
          threshold,
          widened(of(draw -> draw.fpir(threshold)), probes.strangers()),
          mated(draw -> 1 - draw.fnir(threshold)));
    }

    Interval of(ToDoubleFunction<OpenSet> what) {
      return rounds.interval(what);
    }

    /// A share of the mated probes.
    Interval mated(ToDoubleFunction<OpenSet> what) {
      return widened(of(what), probes.identities());
    }

    /// No bootstrap sees beyond none or all: there, what so many identities can tell bounds it.
    private static Interval widened(Interval share, int identities) {
      double none = ClopperPearson.of(0, identities, CONFIDENCE).high();
      return new Interval(
          share.mean(),
          share.mean() == 1 ? Math.min(share.low(), 1 - none) : share.low(),
          share.mean() == 0 ? Math.max(share.high(), none) : share.high());
    }
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
                "%nthreshold %.4f for FPIR %s: FPIR %s, %s (%s, %s); TPIR %s",
                each.threshold(),
                rate,
                told(each.fpir()),
                each.verdict(),
                told(each.foretold()),
                each.calibration().at("/fpir/method").asText(),
                told(each.tpir()))));
    return text.toString();
  }

  private static String told(Interval figure) {
    return String.format(
        Locale.ROOT, "%.4f [%.4f, %.4f]", figure.mean(), figure.low(), figure.high());
  }
}
