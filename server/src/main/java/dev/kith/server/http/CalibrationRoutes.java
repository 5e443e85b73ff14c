package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Known;
import java.util.Map;
import java.util.OptionalDouble;

/// Which threshold gives which error rate, and what if the gallery had more subjects.
final class CalibrationRoutes {
  private final Kith kith;

  CalibrationRoutes(Kith kith) {
    this.kith = kith;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "getCalibration", Endpoint.bare(this::get),
        "listThresholds", Endpoint.bare(this::history));
  }

  private Task get(Call call) {
    GalleryName name = call.gallery();
    OptionalDouble fpir = call.parameters().number("fpir");
    int subjects = call.parameters().integer("subjects", 0);
    return new Task.Work(() -> {
      Gallery gallery = kith.galleries().get(name);
      Known known = kith.calibrations().of(gallery.entry());
      return Reply.ok(
          CalibrationJson.calibration(
              known,
              fpir.orElse(gallery.entry().settings().fpir()),
              subjects == 0 ? known.subjects() : subjects,
              kith.calibrations().progress(gallery.entry())));
    });
  }

  private Task history(Call call) {
    GalleryName name = call.gallery();
    int limit = call.parameters().integer("limit", Cursor.PAGE);
    return new Task.Work(() -> {
      Gallery gallery = kith.galleries().get(name);
      ObjectNode json = Json.object();
      var items = json.putArray("items");
      kith.registry().thresholds().newest(gallery.entry(), limit).stream()
          .map(CalibrationJson::past)
          .forEach(items::add);
      return Reply.ok(json.putNull("next"));
    });
  }

  static GalleryException.NotFound noSuchStranger(GalleryName gallery, String list, String id) {
    return new GalleryException.NotFound(
        "no-such-stranger", "the %s of gallery %s has no %s".formatted(list, gallery, id));
  }
}
