package dev.kith.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// An evaluation as one HTML page.
///
/// @param space the encoder's: says exactly what was measured
record EvaluationPage(Evaluation evaluation, String name, String space, Path images) {
  private static final int BARS = 60;
  private static final int CONFUSIONS = 12;
  private static final String MATED = "#2b6cb0";
  private static final String STRANGERS = "#dd6b20";

  String html() throws IOException {
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation of %s</title>
    <style>body{font:15px system-ui,sans-serif;max-width:820px;margin:2rem auto;padding:0 1rem;color:#1d2430}
    svg{width:100%%;height:auto}.k{color:#667}pre{background:#f5f6f8;padding:.8rem;white-space:pre-wrap}
    figure{display:inline-block;margin:.4rem;font-size:12px;text-align:center;width:170px;vertical-align:top;overflow-wrap:anywhere}
    img{image-rendering:pixelated;border:1px solid #ddd}</style>
    <h1>Evaluation of %s</h1><p class="k">%s, on %s, %s</p><pre>%s</pre>
    <h2>Best scores</h2><p class="k">Blue: mated probes. Orange: strangers. All draws together; dashed: the oracle's threshold at FPIR 1&nbsp;%%.</p>%s
    <h2>Detection error trade-off</h2><p class="k">FNIR over FPIR, both logarithmic, the mean of the draws with the oracle's thresholds, down to what the strangers can tell.</p>%s
    <h2>Cumulative match</h2><p class="k">Share of mated probes whose subject is among the first k.</p>%s
    <h2>Embedding map</h2><p class="k">Two principal components of the samples of the first classes, a colour each.</p>%s
    <h2>Hardest confusions</h2><p class="k">Mated probes whose own subject isn't first, and the template that was, highest scores first.</p>%s
    <h2>Strangers most taken for somebody</h2><p class="k">Probe, and the nearest template, highest scores first.</p>%s</html>
    """
        .formatted(
            Svg.escaped(name),
            Svg.escaped(name),
            Svg.escaped(space),
            Svg.escaped(String.valueOf(images.getFileName())),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            Svg.escaped(Sentences.of(evaluation)),
            histograms(),
            trade(),
            matches(),
            map(),
            confusions(EvaluationPage::confused),
            confusions(OpenSet::strangers));
  }

  private List<OpenSet.Probe> all(Function<OpenSet, List<OpenSet.Probe>> which) {
    return evaluation.draws().stream().flatMap(draw -> which.apply(draw).stream()).toList();
  }

  private String histograms() {
    List<OpenSet.Probe> mated = all(OpenSet::mated);
    List<OpenSet.Probe> strangers = all(OpenSet::strangers);
    double least = Math.min(least(mated), least(strangers));
    double[] own = shares(mated, least);
    double[] other = shares(strangers, least);
    double most = 0;
    for (int i = 0; i < BARS; i++) {
      most = Math.max(most, Math.max(own[i], other[i]));
    }
    Svg svg = new Svg(least, 1, 0, most).axes("best score (cosine)", "share of the probes");
    for (int i = 0; i <= 4; i++) {
      double at = least + i * (1 - least) / 4;
      svg.tickX(at, String.format(Locale.ROOT, "%.2f", at));
    }
    for (int i = 0; i < BARS; i++) {
      double from = least + i * (1 - least) / BARS;
      double to = least + (i + 1) * (1 - least) / BARS;
      svg.bar(from, to, own[i], MATED + "99").bar(from, to, other[i], STRANGERS + "99");
    }
    return svg.upright(evaluation.mean(draw -> draw.threshold(0.01)), "#1d2430").done();
  }

  private static double least(List<OpenSet.Probe> probes) {
    return probes.stream().mapToDouble(OpenSet.Probe::score).min().orElse(0);
  }

  private static double[] shares(List<OpenSet.Probe> probes, double least) {
    double[] shares = new double[BARS];
    for (OpenSet.Probe each : probes) {
      int bar = (int) (BARS * (each.score() - least) / Math.max(1e-9, 1 - least));
      shares[Math.clamp(bar, 0, BARS - 1)] += 1.0 / probes.size();
    }
    return shares;
  }

  private String trade() {
    List<Evaluation.Point> points = evaluation.trade();
    LogScale across = LogScale.downTo(points.getFirst().fpir());
    LogScale up =
        LogScale.downTo(
            Math.max(1e-3, points.stream().mapToDouble(Evaluation.Point::fnir).min().orElse(1)));
    Svg svg = new Svg(0, 1, 0, 1).axes("FPIR", "FNIR");
    across.ticks().forEach(each -> svg.tickX(across.at(each), LogScale.percent(each)));
    up.ticks().forEach(each -> svg.tickY(up.at(each), LogScale.percent(each)));
    return svg.line(
            points.stream().mapToDouble(each -> across.at(each.fpir())).toArray(),
            points.stream().mapToDouble(each -> up.at(each.fnir())).toArray(),
            MATED)
        .done();
  }

  private String matches() {
    int depth = OpenSet.DEPTH;
    double[] xs = new double[depth];
    double[] ys = new double[depth];
    for (int i = 0; i < depth; i++) {
      int rank = i + 1;
      xs[i] = rank;
      ys[i] = evaluation.mean(draw -> draw.identified(rank));
    }
    // at one hundred per cent from the first on there would be nothing to see
    double low = Math.min(0.9, Math.floor(10 * ys[0]) / 10);
    Svg svg = new Svg(1, depth, low, 1).axes("k", "among the first k");
    for (int i : new int[] {1, 5, 10, 15, 20}) {
      svg.tickX(i, String.valueOf(i));
    }
    for (int i = 0; i <= 4; i++) {
      double at = low + i * (1 - low) / 4;
      svg.tickY(at, String.format(Locale.ROOT, "%.3f", at));
    }
    return svg.line(xs, ys, MATED).done();
  }

  private String map() {
    var labelled = evaluation.images();
    return EmbeddingMap.plot(labelled.embeddings(), labelled.classes()::get).done();
  }

  /// The highest scores among probes that went wrong, each image once.
  private String confusions(Function<OpenSet, List<OpenSet.Probe>> which) throws IOException {
    Set<Integer> seen = new HashSet<>();
    return Confusions.html(
        evaluation.images(),
        images,
        all(which).stream()
            .sorted(Comparator.comparingDouble(OpenSet.Probe::score).reversed())
            .filter(each -> seen.add(each.row()))
            .limit(CONFUSIONS)
            .toList());
  }

  private static List<OpenSet.Probe> confused(OpenSet draw) {
    return draw.mated().stream().filter(each -> each.rank() > 1).toList();
  }
}
