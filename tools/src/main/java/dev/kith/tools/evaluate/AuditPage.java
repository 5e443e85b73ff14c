package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// An audit as one HTML page: what was measured on what, operating points, DET, and open-set
/// classification.
record AuditPage(GalleryAudit audit) {
  private static final int STEPS = 200;
  private static final String BLUE = "#2b6cb0";

  String html() {
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Audit of %s</title>
    <style>body{font:15px system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem;color:#1d2430}
    table{border-collapse:collapse;width:100%%;font-variant-numeric:tabular-nums}td,th{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #ddd}
    td:first-child,th:first-child{text-align:left}svg{width:100%%;height:auto}.k{color:#667}code{overflow-wrap:anywhere}</style>
    <h1>Audit of gallery %s</h1>%s
    <h2>At the gallery's thresholds</h2><p class="k">The threshold that the gallery's calibration gives for a wanted FPIR, what it foretells, and what these probes make of it. In brackets: 95 %% intervals; of measured rates by bootstrap over identities.</p>%s
    <h2>At the probes' own thresholds</h2><p class="k">No FPIR is listed that fewer than 3/FPIR probes of strangers would tell.</p>%s
    <h2>Decisions</h2>%s
    <h2>Detection error trade-off</h2><p class="k">FNIR over FPIR, both logarithmic.</p>%s
    <h2>Open-set classification</h2><p class="k">Share of mated probes that are first and pass, over the share of strangers that pass; the area below is OSCR (Dhamija, Günther and Boult 2018).</p>%s</html>
    """
        .formatted(
            audit.gallery(),
            audit.gallery(),
            facts(),
            points(),
            rates(),
            decisions(),
            trade(),
            classification());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private String facts() {
    AskedProbes probes = audit.probes();
    return String.format(
        Locale.ROOT,
        """
        <table><tr><td>measured<td>%s</tr><tr><td>enrolled (N)<td>%,d subjects, %,d templates</tr>
        <tr><td>encoder<td>%s</tr><tr><td>space<td><code>%s</code></tr><tr><td>generation<td>%d</tr>
        <tr><td>mated trials<td>%,d probes of %,d subjects</tr><tr><td>non-mated trials<td>%,d probes of %,d strangers</tr>
        <tr><td>refused probes<td>%,d</tr><tr><td>search<td>exact</tr></table>
        """,
        audit.at(),
        audit.holding().subjects(),
        audit.holding().templates(),
        escaped(probes.encoder().path("encoder").asText("none: bare vectors")),
        escaped(probes.encoder().path("space").asText()),
        probes.encoder().path("generation").asInt(),
        probes.set().mated().size(),
        probes.identities(),
        probes.set().strangers().size(),
        probes.strangers(),
        probes.refused().size());
  }

  private String points() {
    StringBuilder rows =
        new StringBuilder(
            "<table><tr><th>wanted FPIR<th>threshold<th>foretold FPIR<th>measured FPIR<th>TPIR<th>evidence</tr>");
    audit
        .points()
        .forEach((rate, each) -> {
          JsonNode told = each.calibration().path("fpir");
          rows.append(
              String.format(
                  Locale.ROOT,
                  "<tr><td>%s<td>%.4f<td>%s [%s, %s]<td>%s<td>%s<td>%s, %,d trials</tr>",
                  percent(rate),
                  each.threshold(),
                  percent(told.path("estimate").asDouble()),
                  percent(told.path("low").asDouble()),
                  percent(told.path("high").asDouble()),
                  percent(each.fpir()),
                  percent(each.tpir()),
                  told.path("method").asText(),
                  told.path("trials").asLong()));
        });
    return rows.append("</table>").toString();
  }

  private String rates() {
    StringBuilder rows = new StringBuilder("<table>");
    row(rows, "rank-1", audit.rank1());
    row(rows, "AUROC", audit.auroc());
    row(rows, "OSCR", audit.oscr());
    audit.tpir().forEach((rate, each) -> row(rows, "TPIR at FPIR " + percent(rate), each));
    return rows.append("</table>").toString();
  }

  private static void row(StringBuilder rows, String name, Interval figure) {
    rows.append("<tr><td>").append(name).append("<td>").append(percent(figure)).append("</tr>");
  }

  private static String percent(Interval figure) {
    return "%s [%s, %s]"
        .formatted(percent(figure.mean()), percent(figure.low()), percent(figure.high()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g %%", 100 * share);
  }

  private String decisions() {
    StringBuilder rows =
        new StringBuilder(
            "<table><tr><th>at the gallery's own settings<th>match<th>match with another<th>review<th>none</tr>");
    row(rows, "mated probes", audit.probes().decisions().get(0));
    row(rows, "strangers' probes", audit.probes().decisions().get(1));
    return rows.append("</table>").toString();
  }

  private static void row(StringBuilder rows, String who, Map<String, Integer> counts) {
    rows.append(
        String.format(
            Locale.ROOT,
            "<tr><td>%s<td>%,d<td>%,d<td>%,d<td>%,d</tr>",
            who,
            counts.getOrDefault("match", 0),
            counts.getOrDefault("wrong", 0),
            counts.getOrDefault("review", 0),
            counts.getOrDefault("none", 0)));
  }

  private double[] along(ToDoubleFunction<Double> figure) {
    double[] values = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      values[i] = figure.applyAsDouble(-1 + 2.0 * i / STEPS);
    }
    return values;
  }

  private String trade() {
    OpenSet set = audit.probes().set();
    double least = 1.0 / set.strangers().size();
    double fewest = 1.0 / set.mated().size();
    Svg svg = new Svg(Math.log10(least), 0, Math.log10(fewest), 0);
    for (double rate = 1; rate >= least; rate /= 10) {
      svg.tickX(Math.log10(rate), percent(rate));
    }
    for (double rate = 1; rate >= fewest; rate /= 10) {
      svg.tickY(Math.log10(rate), percent(rate));
    }
    return svg.line(
            along(at -> Math.log10(Math.max(least, set.fpir(at)))),
            along(at -> Math.log10(Math.max(fewest, set.fnir(at)))),
            BLUE)
        .done();
  }

  private String classification() {
    OpenSet set = audit.probes().set();
    Svg svg = new Svg(0, 1, 0, 1);
    for (int i = 0; i <= 4; i++) {
      svg.tickX(i / 4.0, percent(i / 4.0)).tickY(i / 4.0, percent(i / 4.0));
    }
    return svg.line(along(set::fpir), along(at -> 1 - set.fnir(at)), BLUE).done();
  }
}
