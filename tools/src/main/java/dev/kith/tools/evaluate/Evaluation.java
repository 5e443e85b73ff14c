package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an encoder does on labelled images: identification with strangers, retrieval, verification.
///
/// @param fnir by FPIR, only where strangers are many enough to tell it
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
  private static final double[] RATES = {0.01, 0.001};

  /// With n trials no rate below 3/n is worth printing.
  private static final double TRIALS = 3;

  static Evaluation of(LabelledImages images, Protocol protocol) {
    Embeddings all = images.embeddings();
    List<OpenSet> draws = protocol.draws(all);
    Map<Double, Interval> fnir = new TreeMap<>();
    Map<Double, Protocol.Realised> realised = new TreeMap<>();
    Map<Double, Double> fnmr = new TreeMap<>();
    Verification verification = Verification.of(all);
    long strangers = draws.getFirst().strangers().size();
    for (double rate : RATES) {
      if (strangers >= TRIALS / rate) {
        fnir.put(
            rate, Interval.of(draws, draw -> draw.fnir(draw.threshold(rate)), protocol.seed()));
      }
      // a development half has a quarter of the classes as strangers
      if (strangers >= 2 * TRIALS / rate) {
        realised.put(rate, protocol.realised(all, rate));
      }
      double told = verification.fnmr(rate);
      if (!Double.isNaN(told)) {
        fnmr.put(rate, told);
      }
    }
    return new Evaluation(
        images,
        protocol,
        draws,
        Retrieval.of(all),
        Interval.of(draws, draw -> draw.identified(1), protocol.seed()),
        fnir,
        realised,
        fnmr,
        Interval.of(draws, OpenSet::auroc, protocol.seed()),
        Interval.of(draws, OpenSet::oscr, protocol.seed()));
  }

  ObjectNode json(String encoder) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("encoder", encoder)
            .put("images", images.embeddings().size())
            .put("classes", images.classes().size())
            .put("recallAt1", retrieval.recallAt1())
            .put("rPrecision", retrieval.rPrecision())
            .put("mapAtR", retrieval.mapAtR());
    json.putObject("protocol")
        .put("enrol", protocol.enrol())
        .put("draws", protocol.draws())
        .put("seed", protocol.seed());
    json.set("rank1", interval(rank1));
    ObjectNode rates = json.putObject("fnirAtFpir");
    fnir.forEach((rate, each) -> rates.set(rate.toString(), interval(each)));
    ObjectNode fixed = json.putObject("fixedThreshold");
    realised.forEach((rate, each) ->
        fixed
            .putObject(rate.toString())
            .put("threshold", each.threshold())
            .put("fpir", each.fpir())
            .put("fnir", each.fnir()));
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
