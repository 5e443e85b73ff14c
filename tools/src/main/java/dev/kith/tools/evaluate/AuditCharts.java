package dev.kith.tools.evaluate;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// An audit's two curves, with the gallery's own thresholds on them.
record AuditCharts(GalleryAudit audit) {
  private static final int STEPS = 200;
  private static final String BLUE = "#2b6cb0";
  private static final String ORANGE = "#dd6b20";

  /// FNIR over FPIR, both logarithmic, down to what the strangers can tell.
  String trade() {
    OpenSet set = audit.probes().set();
    double told = GalleryAudit.TRIALS / set.strangers().size();
    LogScale across = LogScale.downTo(Math.min(told, lowest(true)));
    LogScale up = LogScale.downTo(Math.max(1.0 / set.mated().size(), lowest(false)));
    Svg svg = new Svg(0, 1, 0, 1).axes("FPIR", "FNIR");
    across.ticks().forEach(each -> svg.tickX(across.at(each), LogScale.percent(each)));
    up.ticks().forEach(each -> svg.tickY(up.at(each), LogScale.percent(each)));
    double[] rates =
        IntStream.rangeClosed(0, STEPS)
            .mapToDouble(i -> Math.pow(Math.min(told, 1), 1 - i / (double) STEPS))
            .toArray();
    draw(svg, rates, across::at, up::at);
    audit
        .points()
        .forEach((rate, each) ->
            svg.mark(
                across.at(each.fpir().mean()),
                up.at(1 - each.tpir().mean()),
                ORANGE,
                LogScale.percent(rate),
                true));
    return svg.done();
  }

  /// The least rate that is drawn.
  private double lowest(boolean ofStrangers) {
    DoubleStream marked =
        audit.points().values().stream()
            .mapToDouble(each -> ofStrangers ? each.fpir().mean() : 1 - each.tpir().mean());
    // everybody passes at -1: no FNIR is smaller
    double curve = ofStrangers ? 1 : audit.probes().set().fnir(-1);
    return Math.min(curve, marked.filter(each -> each > 0).min().orElse(1));
  }

  /// The share of mated probes that are first and pass, over that of strangers that pass.
  String classification() {
    Svg svg = new Svg(0, 1, 0, 1).axes("strangers that pass (FPIR)", "identified (TPIR)");
    for (int i = 0; i <= 4; i++) {
      svg.tickX(i / 4.0, LogScale.percent(i / 4.0)).tickY(i / 4.0, LogScale.percent(i / 4.0));
    }
    double[] rates = IntStream.rangeClosed(0, STEPS).mapToDouble(i -> i / (double) STEPS).toArray();
    draw(svg, rates, share -> share, missed -> 1 - missed);
    audit
        .points()
        .forEach((rate, each) ->
            svg.mark(
                each.fpir().mean(), each.tpir().mean(), ORANGE, LogScale.percent(rate), false));
    return svg.done();
  }

  /// @param across from FPIR
  /// @param up from FNIR
  private void draw(Svg svg, double[] rates, DoubleUnaryOperator across, DoubleUnaryOperator up) {
    OpenSet set = audit.probes().set();
    double[] thresholds = DoubleStream.of(rates).map(set::threshold).toArray();
    svg.line(
        DoubleStream.of(thresholds).map(set::fpir).map(across).toArray(),
        DoubleStream.of(thresholds).map(set::fnir).map(up).toArray(),
        BLUE);
  }
}
