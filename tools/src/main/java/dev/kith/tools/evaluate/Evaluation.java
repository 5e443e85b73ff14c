package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What an encoder does on labelled images: identification with strangers, retrieval, verification.
///
/// @param fnir by FPIR, only where strangers are many enough to tell it; thresholds are the
///   oracle's
/// @param realised thresholds fixed on half of the classes, on the other half
/// @param fnmr by FMR
record Evaluation(
    LabelledImages images,
    Protocol protocol,
    List<OpenSet> draws,
    Retrieval retrieval,
    Interval rank1,
    Map<Double, Interval> fnir,
    Map<Double, Protocol.Realised> realised,
    Map<Double, Double> fnmr,
    Interval auroc,
    Interval oscr) {
  private static final List<Double> RATES = List.of(0.01, 0.001);

  /// With n trials no rate below 3/n is worth printing.
  private static final double TRIALS = 3;

  private static final int[] RANKS = {1, 2, 5, 10, 20};
  private static final int DET_POINTS = 24;

  static Evaluation of(LabelledImages images, Protocol protocol) {
    Embeddings all = images.embeddings();
    List<OpenSet> draws = protocol.draws(all);
    Bootstrap bootstrap = Bootstrap.of(draws, protocol.seed());
    long strangers = draws.getFirst().strangers().size();
    Map<Double, Interval> fnir = new TreeMap<>();
    for (double rate : told(strangers)) {
      fnir.put(rate, bootstrap.interval(draw -> draw.fnir(draw.threshold(rate))));
    }
    Map<Double, Double> fnmr = new TreeMap<>();
    Verification verification = Verification.of(all);
    for (double rate : RATES) {
      double rejected = verification.fnmr(rate);
      if (!Double.isNaN(rejected)) {
        fnmr.put(rate, rejected);
      }
    }
    return new Evaluation(
        images,
        protocol,
        draws,
        Retrieval.of(all),
        bootstrap.interval(draw -> draw.identified(1)),
        fnir,
        // a development half has a quarter of the classes as strangers
        protocol.realised(all, told(strangers / 2)),
        fnmr,
        bootstrap.interval(OpenSet::auroc),
        bootstrap.interval(OpenSet::oscr));
  }

  /// The rates that so many strangers' probes can tell.
  private static List<Double> told(long strangers) {
    return RATES.stream().filter(rate -> strangers >= TRIALS / rate).toList();
  }

  /// FNIR over FPIR, the mean of the draws with the oracle's thresholds, from what the strangers
  /// can tell up to 1.
  List<Point> trade() {
    double least = Math.min(1, TRIALS / draws.getFirst().strangers().size());
    return IntStream.range(0, DET_POINTS)
        .mapToDouble(i -> Math.pow(least, 1 - i / (DET_POINTS - 1.0)))
        .mapToObj(fpir -> new Point(fpir, mean(draw -> draw.fnir(draw.threshold(fpir)))))
        .toList();
  }

  record Point(double fpir, double fnir) {}

  double mean(ToDoubleFunction<OpenSet> figure) {
    return draws.stream().mapToDouble(figure).average().orElseThrow();
  }

  ObjectNode json(String encoder) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("encoder", encoder)
            .put("images", images.embeddings().size())
            .put("classes", images.classes().size())
            .put("recallAt1", retrieval.recallAt1());
    ObjectNode recall = json.putObject("recallAt");
    new TreeMap<>(retrieval.recallAt()).forEach((k, each) -> recall.put(k.toString(), each));
    json.put("rPrecision", retrieval.rPrecision()).put("mapAtR", retrieval.mapAtR());
    json.putObject("protocol")
        .put("enrol", protocol.enrol())
        .put("draws", protocol.draws())
        .put("seed", protocol.seed());
    json.set("rank1", interval(rank1));
    ObjectNode match = json.putObject("cmc");
    for (int rank : RANKS) {
      match.put(String.valueOf(rank), mean(draw -> draw.identified(rank)));
    }
    ObjectNode missed = json.putObject("fnirAtFpir");
    ObjectNode found = json.putObject("tpirAtFpir");
    fnir.forEach((rate, each) -> {
      missed.set(rate.toString(), interval(each));
      found.set(rate.toString(), interval(each.complement()));
    });
    ObjectNode fixed = json.putObject("fixedThreshold");
    realised.forEach((rate, each) -> {
      ObjectNode at = fixed.putObject(rate.toString()).put("threshold", each.threshold());
      at.set("fpir", interval(each.fpir()));
      at.set("fnir", interval(each.fnir()));
    });
    ArrayNode det = json.putArray("det");
    trade().forEach(each -> det.addObject().put("fpir", each.fpir()).put("fnir", each.fnir()));
    json.set("auroc", interval(auroc));
    json.set("oscr", interval(oscr));
    ObjectNode verification = json.putObject("fnmrAtFmr");
    fnmr.forEach((rate, each) -> verification.put(rate.toString(), each));
    return json.put("refused", images.refused().size());
  }

  private static ObjectNode interval(Interval interval) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mean", interval.mean())
        .put("low", interval.low())
        .put("high", interval.high());
  }
}
