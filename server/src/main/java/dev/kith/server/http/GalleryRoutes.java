package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.server.work.GalleryWish;
import dev.kith.server.work.Kith;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Galleries: create, look, list, erase.
final class GalleryRoutes {
  private final Kith kith;
  private final Schema wish;

  GalleryRoutes(Kith kith, OpenApi document) {
    this.kith = kith;
    this.wish = document.schema("GalleryWish");
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "listGalleries", Endpoint.bare(this::list),
        "getGallery", Endpoint.bare(this::get),
        "putGallery", new Endpoint.Whole(Limits.DOCUMENT_BYTES, this::put),
        "eraseGallery", Endpoint.bare(this::erase));
  }

  private Task list(Call call) {
    int limit = call.parameters().integer("limit", Cursor.PAGE);
    Optional<GalleryName> after = Cursor.of(call, "galleries").map(GalleryName::new);
    return new Task.Work(() -> {
      List<Gallery> page = kith.galleries().list(after, limit + 1);
      return Reply.ok(
          Cursor.page(
              "galleries", page, limit, gallery -> gallery.entry().name().value(), this::json));
    });
  }

  private Task get(Call call) {
    GalleryName name = call.gallery();
    return new Task.Work(() -> shown(kith.galleries().get(name)));
  }

  private Task put(Call call) {
    GalleryName name = call.gallery();
    JsonNode json = Json.read(call.body().getBytes());
    Optional<String> flaw = wish.flaw(json);
    if (flaw.isPresent()) {
      throw new GalleryException.Invalid("invalid-setting", flaw.get());
    }
    GalleryWish wanted = GalleryJson.wish(json);
    return new Task.Work(() -> shown(kith.galleries().put(name, wanted)));
  }

  private Task erase(Call call) {
    GalleryName name = call.gallery();
    return new Task.Work(() -> {
      Job _ = kith.erase(name);
      return Reply.gone();
    });
  }

  private Reply shown(Gallery gallery) {
    return Reply.ok(json(gallery));
  }

  private ObjectNode json(Gallery gallery) {
    GalleryEntry entry = gallery.entry();
    return GalleryJson.gallery(
        gallery, kith.registry().counts(entry), kith.calibrations().of(entry));
  }
}
