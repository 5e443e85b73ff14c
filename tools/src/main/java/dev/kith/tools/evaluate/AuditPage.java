package dev.kith.tools.evaluate;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// An audit as one HTML page: what was measured on what, operating points, DET, and open-set
/// classification.
record AuditPage(GalleryAudit audit) {
  String html() {
    AuditCharts charts = new AuditCharts(audit);
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Audit of %s</title>
    <style>body{font:15px system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem;color:#1d2430}
    table{border-collapse:collapse;width:100%%;font-variant-numeric:tabular-nums}td,th{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #ddd;vertical-align:top}
    td:first-child,th:first-child,.f td{text-align:left}.f td:first-child{width:11rem;color:#667}
    svg{width:100%%;height:auto}.k,small{color:#667}small{display:block;white-space:nowrap}.f small{display:inline;margin-left:.8rem}code{overflow-wrap:anywhere;font-size:12.5px}.w{color:#b3261e;font-weight:600}</style>
    <h1>Audit of gallery %s</h1>%s
    <h2>At the gallery's thresholds</h2><p class="k">The threshold that the gallery's calibration gives for a wanted FPIR, what it foretells, and what these probes make of it. Below each rate its 95&nbsp;%% interval; of measured rates by bootstrap over identities.</p>%s
    <h2>At the probes' own thresholds</h2><p class="k">No FPIR is listed that fewer than 3/FPIR probes of strangers would tell.</p>%s
    <h2>Decisions</h2>%s
    <h2>Detection error trade-off</h2><p class="k">FNIR over FPIR, both logarithmic, down to 3 in as many as there are probes of strangers. Dots: the gallery's thresholds, named by the FPIR they were made for.</p>%s
    <h2>Open-set classification</h2><p class="k">Share of mated probes that are first and pass, over the share of strangers that pass; the area below is OSCR (Dhamija, Günther and Boult 2018).</p>%s</html>
    """
        .formatted(
            audit.gallery(),
            audit.gallery(),
            facts(),
            points(),
            rates(),
            decisions(),
            charts.trade(),
            charts.classification());
  }

  private String facts() {
    AskedProbes probes = audit.probes();
    return String.format(
        Locale.ROOT,
        """
        <table class="f"><tr><td>measured<td>%s</tr><tr><td>enrolled (N)<td>%,d subjects, %,d templates</tr>
        <tr><td>encoder<td>%s</tr><tr><td>its space (digest)<td><code>%s</code></tr><tr><td>generation<td>%d</tr>
        <tr><td>mated trials<td>%,d probes of %,d subjects</tr><tr><td>non-mated trials<td>%,d probes of %,d strangers</tr>
        <tr><td>refused probes<td>%,d</tr><tr><td>search<td>exact</tr></table>
        """,
        audit.at(),
        audit.holding().subjects(),
        audit.holding().templates(),
        Svg.escaped(probes.encoder().path("encoder").asText("none: bare vectors")),
        Svg.escaped(probes.encoder().path("space").asText()),
        probes.encoder().path("generation").asInt(),
        probes.set().mated().size(),
        probes.identities(),
        probes.set().strangers().size(),
        probes.strangers(),
        probes.refused().size());
  }

  private String points() {
    if (audit.points().isEmpty()) {
      return "<p>The gallery isn't calibrated: it gives no thresholds.</p>";
    }
    StringBuilder rows =
        new StringBuilder(
            "<table><tr><th>wanted FPIR<th>threshold<th>foretold by<th>foretold FPIR<th>measured FPIR<th>TPIR<th>verdict</tr>");
    audit
        .points()
        .forEach((rate, each) ->
            rows.append(
                String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td>%.4f<td>%s<small>%,d trials</small><td>%s<td>%s<td>%s<td%s>%s</tr>",
                    LogScale.percent(rate),
                    each.threshold(),
                    Svg.escaped(each.calibration().at("/fpir/method").asText()),
                    each.calibration().at("/fpir/trials").asLong(),
                    percent(each.foretold()),
                    percent(each.fpir()),
                    percent(each.tpir()),
                    each.verdict() == OperatingPoint.Verdict.HIGHER ? " class=\"w\"" : "",
                    each.verdict())));
    return rows.append("</table>").append(notes()).toString();
  }

  /// What the calibration itself says of its thresholds.
  private String notes() {
    return audit.points().values().stream()
        .map(OperatingPoint::note)
        .filter(each -> !each.isEmpty())
        .distinct()
        .map(each -> "<p class=\"k\">" + Svg.escaped(each) + "</p>")
        .collect(Collectors.joining());
  }

  private String rates() {
    StringBuilder rows = new StringBuilder("<table class=\"f\">");
    row(rows, "rank-1", audit.rank1());
    row(rows, "AUROC", audit.auroc());
    row(rows, "OSCR", audit.oscr());
    audit.tpir().forEach((rate, each) -> row(rows, "TPIR at FPIR " + LogScale.percent(rate), each));
    return rows.append("</table>").toString();
  }

  private static void row(StringBuilder rows, String name, Interval figure) {
    rows.append("<tr><td>").append(name).append("<td>").append(percent(figure)).append("</tr>");
  }

  private static String percent(Interval figure) {
    return String.format(
        Locale.ROOT,
        "%.3g&nbsp;%%<small>%.3g to %.3g</small>",
        100 * figure.mean(),
        100 * figure.low(),
        100 * figure.high());
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
}
