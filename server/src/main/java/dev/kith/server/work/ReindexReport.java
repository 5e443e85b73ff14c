package dev.kith.server.work;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.calibration.Paired;
import dev.kith.gallery.Template;
import dev.kith.gallery.bridge.BridgeFit;
import dev.kith.gallery.bridge.Figures;
import dev.kith.gallery.cohort.MatedTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The lines of a reindex job's report: its plan, its judgement, each flip, the switch.
final class ReindexReport {
  private static final JsonMapper JSON = new JsonMapper();

  private ReindexReport() {}

  private static ObjectNode phase(String name) {
    return JSON.createObjectNode().put("phase", name);
  }

  static String plan(ReindexPlan plan) {
    ObjectNode json =
        phase("plan")
            .put("templates", plan.templates())
            .put("encode", plan.sampled())
            .put("unsampled", plan.bare())
            .put("secondsEstimated", Math.round(plan.seconds()))
            .put("bytesEstimated", plan.needed())
            .put("bytesFree", plan.free());
    plan.bridge().ifPresent(fit -> json.set("bridge", bridge(fit)));
    return json.toString();
  }

  private static ObjectNode bridge(BridgeFit fit) {
    Figures figures = fit.figures();
    ObjectNode json =
        JSON.createObjectNode()
            .put("kind", fit.bridge().kind().name().toLowerCase(Locale.ROOT))
            .put("kept", figures.kept())
            .put("probes", figures.probes())
            .put("mated", figures.mated())
            .put("cosine", figures.cosine());
    json.set("encoded", side(figures.encoded()));
    json.set("bridged", side(figures.bridged()));
    return json;
  }

  private static ObjectNode side(Figures.Side side) {
    return JSON.createObjectNode()
        .put("rank1", side.rank1())
        .put("fnirAtFpir1Percent", side.fnir());
  }

  /// A template to enrol again when there is a chance.
  static String bridged(Template template) {
    return JSON.createObjectNode()
        .put("bridged", template.id().value())
        .put("subject", template.subject().value())
        .toString();
  }

  static List<String> judgement(Judgement judgement) {
    List<String> lines = new ArrayList<>(List.of(figures("judge", judgement)));
    judgement.flips().forEach(flip -> lines.add(flip(flip)));
    return lines;
  }

  /// Whether probes of the new encoder may ask the old generation meanwhile.
  static String compatible(Judgement judgement) {
    return figures("compatible", judgement);
  }

  private static String figures(String phase, Judgement judgement) {
    Judgement.Ruling ruling = judgement.ruling();
    ObjectNode json =
        phase(phase)
            .put("verdict", ruling.verdict().name().toLowerCase(Locale.ROOT))
            .put("reason", ruling.reason())
            .put("fpir", judgement.fpir())
            .put("margin", judgement.margin())
            .put("trials", judgement.fnir().trials());
    json.set("old", side(judgement.old(), judgement.fnir().first(), judgement.second().first()));
    json.set(
        "new", side(judgement.fresh(), judgement.fnir().second(), judgement.second().second()));
    json.set("fnirDifference", difference(judgement.fnir(), 1));
    json.set("rank1Difference", difference(judgement.second(), -1));
    return json.toString();
  }

  private static ObjectNode side(Judgement.Side side, double fnir, double second) {
    return JSON.createObjectNode()
        .put("generation", side.generation())
        .put("threshold", side.threshold().orElse(null))
        .put("fnir", number(fnir))
        .put("rank1", number(1 - second))
        .put("recall", number(side.recall()))
        .put("strangers", side.strangers());
  }

  private static ObjectNode difference(Paired paired, int sign) {
    double low = sign > 0 ? paired.low() : -paired.high();
    double high = sign > 0 ? paired.high() : -paired.low();
    return JSON.createObjectNode()
        .put("mean", number(sign * paired.difference()))
        .put("low", number(low))
        .put("high", number(high));
  }

  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  private static String flip(Judgement.Flip flip) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("flip", flip.change().name().toLowerCase(Locale.ROOT))
            .put("subject", flip.subject().value())
            .put("template", flip.template().value());
    json.set("old", scores(flip.before()));
    json.set("new", scores(flip.after()));
    flip.rival().ifPresent(rival -> json.put("rival", rival.subject().value()));
    return json.toString();
  }

  private static ObjectNode scores(MatedTrials.Trial trial) {
    return JSON.createObjectNode().put("own", trial.own()).put("others", trial.others());
  }

  static String cutOver(int generation, int relieved) {
    return phase("cut-over").put("generation", generation).put("relieved", relieved).toString();
  }
}
