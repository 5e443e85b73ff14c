package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/// An audit as one document.
record AuditJson(GalleryAudit audit) {
  ObjectNode document() {
    AskedProbes probes = audit.probes();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("gallery", audit.gallery().value())
            .put("at", audit.at().toString())
            .put("subjects", audit.holding().subjects())
            .put("templates", audit.holding().templates())
            .put("generation", probes.encoder().path("generation").asInt());
    json.set("encoder", probes.encoder().path("encoder"));
    json.set("space", probes.encoder().path("space"));
    json.putObject("probes")
        .put("mated", probes.set().mated().size())
        .put("identities", probes.identities())
        .put("strangers", probes.set().strangers().size())
        .put("strangerIdentities", probes.strangers())
        .put("refused", probes.refused().size());
    ObjectNode decisions = json.putObject("decisions");
    put(decisions.putObject("mated"), probes.decisions().get(0));
    put(decisions.putObject("strangers"), probes.decisions().get(1));
    json.set("rank1", interval(audit.rank1()));
    json.set("auroc", interval(audit.auroc()));
    json.set("oscr", interval(audit.oscr()));
    ObjectNode tpir = json.putObject("tpirAtFpir");
    audit.tpir().forEach((rate, each) -> tpir.set(rate.toString(), interval(each)));
    var points = json.putArray("operatingPoints");
    audit.points().forEach((rate, each) -> point(points.addObject(), rate, each));
    return json;
  }

  private static void put(ObjectNode json, Map<String, Integer> counts) {
    counts.forEach(json::put);
  }

  private static void point(ObjectNode json, double rate, OperatingPoint point) {
    json.put("target", rate).put("threshold", point.threshold());
    json.set("thresholdInterval", point.calibration().path("thresholdInterval"));
    json.set("predicted", point.calibration().path("fpir"));
    json.set("fpir", interval(point.fpir()));
    json.put("verdict", point.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.set("tpir", interval(point.tpir()));
  }

  private static ObjectNode interval(Interval interval) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mean", interval.mean())
        .put("low", interval.low())
        .put("high", interval.high());
  }
}
