package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.calibration.Calibration;
import dev.kith.gallery.Attribute;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Recall;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Subject;
import dev.kith.gallery.TemplateId;
import dev.kith.server.work.GalleryWish;
import dev.kith.server.work.Known;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Galleries and subjects as JSON.
final class GalleryJson {
  private GalleryJson() {}

  static ObjectNode gallery(Gallery gallery, Registry.Counts counts, Known known) {
    GalleryEntry entry = gallery.entry();
    GallerySettings settings = entry.settings();
    ObjectNode json =
        Json.object()
            .put("name", entry.name().value())
            .put("encoder", settings.encoder().orElse(null))
            .put("dimension", entry.space().dimension())
            .put("space", entry.space().id())
            .put("generation", entry.generation())
            .put("subjects", counts.subjects())
            .put("templates", counts.templates())
            .put("fpir", settings.fpir())
            .put("threshold", boxed(settings.threshold()))
            .put("fpirFloor", boxed(settings.fpirFloor()))
            .put("fmr", boxed(settings.fmr()))
            .put("recall", settings.recall());
    json.set("recallEstimate", recall(gallery));
    json.put("keepSamples", settings.keepSamples()).put("review", settings.review());
    json.put("fusion", settings.fusion().name().toLowerCase(Locale.ROOT));
    Optional<Calibration> made = known.calibration(settings.fpir(), known.subjects());
    json.set(
        "calibration",
        made.isEmpty() ? null : CalibrationJson.summary(known, settings.fpir(), made));
    return json;
  }

  private static @Nullable ObjectNode recall(Gallery gallery) {
    Optional<Recall> measured = gallery.running().map(Generation::recall).filter(Recall::measured);
    return measured
        .map(each ->
            Json.object()
                .put("estimate", each.estimate())
                .put("low", each.low())
                .put("high", each.high())
                .put("searches", each.searches())
                .put("beam", each.beam()))
        .orElse(null);
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  /// Out of JSON that was checked against the document.
  static GalleryWish wish(JsonNode json) {
    Set<String> cleared = new LinkedHashSet<>();
    json.properties().stream()
        .filter(each -> each.getValue().isNull())
        .forEach(each -> cleared.add(each.getKey()));
    return new GalleryWish(
        Optional.ofNullable(json.get("encoder")).map(JsonNode::asText),
        json.has("dimension") ? OptionalInt.of(json.get("dimension").asInt()) : OptionalInt.empty(),
        number(json, "fpir"),
        number(json, "threshold"),
        number(json, "fpirFloor"),
        number(json, "fmr"),
        number(json, "recall"),
        flag(json, "keepSamples"),
        flag(json, "review"),
        Optional.ofNullable(json.get("fusion"))
            .map(each -> Fusion.valueOf(each.asText().toUpperCase(Locale.ROOT))),
        cleared);
  }

  private static OptionalDouble number(JsonNode json, String key) {
    return json.path(key).isNumber()
        ? OptionalDouble.of(json.get(key).asDouble())
        : OptionalDouble.empty();
  }

  private static Optional<Boolean> flag(JsonNode json, String key) {
    return Optional.ofNullable(json.get(key)).map(JsonNode::asBoolean);
  }

  static ObjectNode subject(Subject subject) {
    ObjectNode json =
        Json.object()
            .put("subject", subject.id().value())
            .put("displayName", subject.displayName().orElse(null));
    ObjectNode attributes = json.putObject("attributes");
    subject.attributes().forEach((name, value) -> put(attributes, name, value));
    return json;
  }

  private static void put(ObjectNode attributes, String name, Attribute value) {
    switch (value) {
      case Attribute.Text(String text) -> attributes.put(name, text);
      case Attribute.Flag(boolean flag) -> attributes.put(name, flag);
      case Attribute.Numeric(double number)
          when Math.rint(number) == number && Math.abs(number) < 1L << 53 ->
          attributes.put(name, (long) number);
      case Attribute.Numeric(double number) -> attributes.put(name, number);
    }
  }

  static ObjectNode subject(Subject subject, Map<TemplateId, Optional<SampleDigest>> templates) {
    ObjectNode json = subject(subject);
    var list = json.putArray("templates");
    templates.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each ->
            list.addObject()
                .put("template", each.getKey().value())
                .put("sample", each.getValue().map(SampleDigest::sha256).orElse(null)));
    return json;
  }
}
