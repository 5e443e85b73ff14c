package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Generation;
import dev.kith.gallery.GenerationEntry;
import dev.kith.server.work.Kith;
import dev.kith.server.work.ReindexWish;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Moving galleries from one generation to another.
final class ReindexRoutes {
  private final Kith kith;
  private final Schema wish;

  ReindexRoutes(Kith kith, OpenApi document) {
    this.kith = kith;
    this.wish = document.schema("ReindexWish");
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "reindexGallery", new Endpoint.Whole(Limits.DOCUMENT_BYTES, this::reindex),
        "listGenerations", Endpoint.bare(this::list),
        "activateGeneration", Endpoint.bare(this::activate),
        "dropGeneration", Endpoint.bare(this::drop));
  }

  private Task reindex(Call call) {
    GalleryName name = call.gallery();
    JsonNode json = Json.read(call.body().getBytes());
    Optional<String> flaw = wish.flaw(json);
    if (flaw.isPresent()) {
      throw new GalleryException.Invalid("invalid-setting", flaw.get());
    }
    ReindexWish wanted = wish(json);
    return new Task.Work(() -> JobJson.accepted(kith.reindexing().begin(name, wanted)));
  }

  private static ReindexWish wish(JsonNode json) {
    ReindexWish usual =
        ReindexWish.to(Optional.ofNullable(json.get("encoder")).map(JsonNode::asText));
    return new ReindexWish(
        usual.encoder(),
        !json.path("activate").asText("auto").equals("manual"),
        json.at("/gate/margin").asDouble(usual.margin()),
        json.path("share").asDouble(usual.share()),
        Duration.ofHours(json.path("rollbackHours").asLong(usual.rollback().toHours())),
        json.path("leaveUnsampled").asBoolean(usual.leaveUnsampled()),
        json.at("/bridge/keep").asDouble(usual.bridgeKeep()));
  }

  private Task list(Call call) {
    GalleryName name = call.gallery();
    return new Task.Work(() -> Reply.ok(generations(kith.galleries().get(name))));
  }

  private Task activate(Call call) {
    GalleryName name = call.gallery();
    int number = call.parameters().integer("generation", 0);
    return new Task.Work(() -> {
      Gallery gallery = kith.galleries().get(name);
      kith.reindexing().activate(gallery, number);
      return Reply.ok(generations(gallery));
    });
  }

  private Task drop(Call call) {
    GalleryName name = call.gallery();
    int number = call.parameters().integer("generation", 0);
    return new Task.Work(() -> {
      kith.reindexing().drop(kith.galleries().get(name), number);
      return Reply.gone();
    });
  }

  private long bridged(Gallery gallery, GenerationEntry each) {
    return kith.registry().bridges().count(gallery.entry(), each.space());
  }

  private ObjectNode generations(Gallery gallery) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    int inCharge = gallery.entry().generation();
    for (GenerationEntry each : gallery.lineage()) {
      Optional<Generation> standing = gallery.standing(each.number());
      items
          .addObject()
          .put("generation", each.number())
          .put("state", each.state().name().toLowerCase(Locale.ROOT))
          .put("inCharge", each.number() == inCharge)
          .put("encoder", each.encoder().orElse(null))
          .put("space", each.space().id())
          .put("templates", standing.map(Generation::templates).orElse(null))
          .put("bridged", bridged(gallery, each))
          .put("bytes", standing.map(found -> found.shape().bytes()).orElse(null))
          .put("began", each.began().toString())
          .put("expires", each.expires().map(Instant::toString).orElse(null));
    }
    return json.putNull("next");
  }
}
