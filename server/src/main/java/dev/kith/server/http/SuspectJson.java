package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.cohort.Suspect;
import dev.kith.gallery.cohort.Suspects;
import dev.kith.server.work.Known;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Suspects and exclusions as JSON.
public final class SuspectJson {
  private static final int LISTED = 100;

  private SuspectJson() {}

  /// How many there are, and the thresholds without them and in spite of what was excluded.
  static ObjectNode summary(Known known, double target, long subjects) {
    Suspects suspects = known.standing().suspects();
    return Json.object()
        .put("counted", suspects.counted())
        .put("excluded", suspects.excluded())
        .put("thresholdWithout", boxed(known.withoutSuspects(target, subjects)))
        .put("thresholdWithExcluded", boxed(known.withExcluded(target, subjects)));
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  /// The list, with the threshold that holds beside those that would.
  public static ObjectNode list(Known known, double target) {
    ObjectNode json = Json.object();
    json.put(
        "threshold",
        known
            .calibration(target, known.subjects())
            .map(made -> made.threshold().value())
            .orElse(null));
    json.setAll(summary(known, target, known.subjects()));
    json.put("waiting", known.standing().suspects().waiting());
    var items = json.putArray("items");
    known.standing().suspects().listed().stream()
        .limit(LISTED)
        .map(SuspectJson::suspect)
        .forEach(items::add);
    return json.putNull("next");
  }

  private static ObjectNode suspect(Suspect suspect) {
    return exclusion(suspect.pair())
        .put("person", suspect.person().orElse(null))
        .put("score", suspect.score())
        .put("excluded", suspect.excluded());
  }

  public static ObjectNode exclusion(Exclusion exclusion) {
    return switch (exclusion) {
      case Exclusion.Enrolled(StrangerId stranger, SubjectId subject) ->
          Json.object()
              .put("subject", subject.value())
              .put("stranger", stranger.value())
              .putNull("other");
      case Exclusion.Twice(SubjectId subject, SubjectId other) ->
          Json.object()
              .put("subject", subject.value())
              .putNull("stranger")
              .put("other", other.value());
    };
  }

  /// The same in the words of a request.
  public static ObjectNode wish(Exclusion exclusion) {
    ObjectNode json = exclusion(exclusion);
    json.properties().removeIf(each -> each.getValue().isNull());
    return json;
  }

  static Exclusion exclusion(JsonNode json) {
    return exclusion(
        new SubjectId(json.path("subject").asText()),
        Optional.ofNullable(json.get("stranger")).map(JsonNode::asText),
        Optional.ofNullable(json.get("other")).map(JsonNode::asText));
  }

  /// @throws GalleryException.Invalid `invalid-exclusion` unless exactly one of stranger and other
  ///   is named
  public static Exclusion exclusion(
      SubjectId subject, Optional<String> stranger, Optional<String> other) {
    if (stranger.isPresent() == other.isPresent()) {
      throw new GalleryException.Invalid(
          "invalid-exclusion",
          "got %s, expected one of stranger and other"
              .formatted(stranger.isPresent() ? "stranger and other" : "neither"));
    }
    return stranger
        .<Exclusion>map(id -> new Exclusion.Enrolled(new StrangerId(id), subject))
        .orElseGet(() -> new Exclusion.Twice(subject, new SubjectId(other.orElseThrow())));
  }
}
