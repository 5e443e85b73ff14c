package dev.kith.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.SubjectId;
import dev.kith.server.work.Kith;
import java.util.Map;
import java.util.Optional;

/// Who may be one with somebody else, and what operators said of it.
final class SuspectRoutes {
  private final Kith kith;
  private final Schema wish;

  SuspectRoutes(Kith kith, OpenApi document) {
    this.kith = kith;
    this.wish = document.schema("ExclusionWish");
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "listSuspects", Endpoint.bare(this::suspects),
        "listExclusions", Endpoint.bare(this::exclusions),
        "addExclusion", new Endpoint.Whole(Limits.DOCUMENT_BYTES, this::exclude),
        "deleteExclusion", Endpoint.bare(this::readmit));
  }

  private Task suspects(Call call) {
    GalleryName name = call.gallery();
    return new Task.Work(() -> {
      Gallery gallery = kith.galleries().get(name);
      return Reply.ok(
          SuspectJson.list(
              kith.calibrations().of(gallery.entry()), gallery.entry().settings().fpir()));
    });
  }

  private Task exclusions(Call call) {
    GalleryName name = call.gallery();
    return new Task.Work(() -> {
      ObjectNode json = Json.object();
      var items = json.putArray("items");
      kith.exclusions().of(kith.galleries().get(name)).stream()
          .map(SuspectJson::exclusion)
          .forEach(items::add);
      return Reply.ok(json.putNull("next"));
    });
  }

  private Task exclude(Call call) {
    GalleryName name = call.gallery();
    JsonNode json = Json.read(call.body().getBytes());
    Optional<String> flaw = wish.flaw(json);
    if (flaw.isPresent()) {
      throw new GalleryException.Invalid("invalid-exclusion", flaw.get());
    }
    Exclusion exclusion = SuspectJson.exclusion(json);
    return new Task.Begin(() ->
        kith.exclusions()
            .exclude(kith.galleries().get(name), exclusion)
            .thenApply(fresh -> Reply.json(fresh ? 201 : 200, SuspectJson.exclusion(exclusion))));
  }

  private Task readmit(Call call) {
    GalleryName name = call.gallery();
    Exclusion exclusion =
        SuspectJson.exclusion(
            call.parameters()
                .text("subject")
                .map(SubjectId::new)
                .orElseThrow(() ->
                    new GalleryException.Invalid(
                        "invalid-exclusion", "got no subject, expected the one of the pair")),
            call.parameters().text("stranger"),
            call.parameters().text("other"));
    return new Task.Begin(() ->
        kith.exclusions()
            .readmit(kith.galleries().get(name), exclusion)
            .thenApply(gone -> {
              if (!gone) {
                throw new GalleryException.NotFound(
                    "no-such-exclusion",
                    "gallery %s excludes nothing of the kind: %s".formatted(name, exclusion));
              }
              return Reply.gone();
            }));
  }
}
