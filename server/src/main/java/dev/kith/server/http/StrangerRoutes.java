package dev.kith.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.server.work.Item;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Presented;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Strangers: the cohort that measures error rates, and the known ones that block.
final class StrangerRoutes {
  private final Kith kith;
  private final Limits limits;

  StrangerRoutes(Kith kith, Limits limits) {
    this.kith = kith;
    this.limits = limits;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "putCohortMember", new Endpoint.Whole(limits.sampleBytes(), this::putMember),
        "getCohortMember", Endpoint.bare(this::getMember),
        "deleteCohortMember", dismiss(Stranger.Role.COHORT, "cohort"),
        "listCohort", list(Stranger.Role.COHORT, "cohort", CalibrationJson::member),
        "addStranger", new Endpoint.Whole(limits.sampleBytes(), this::add),
        "deleteStranger", dismiss(Stranger.Role.KNOWN, "strangers"),
        "listStrangers", list(Stranger.Role.KNOWN, "strangers", CalibrationJson::known));
  }

  private static StrangerId stranger(Call call) {
    return new StrangerId(call.parameters().required("stranger"));
  }

  private Endpoint list(Stranger.Role role, String list, Function<Stranger, ObjectNode> show) {
    return Endpoint.bare(call -> {
      GalleryName name = call.gallery();
      int limit = call.parameters().integer("limit", Cursor.PAGE);
      Optional<StrangerId> after = Cursor.of(call, list).map(StrangerId::new);
      return new Task.Work(() -> {
        Gallery gallery = kith.galleries().get(name);
        List<Stranger> page =
            kith.registry().strangers().list(gallery.entry(), role, after, limit + 1);
        return Reply.ok(Cursor.page(list, page, limit, each -> each.id().value(), show));
      });
    });
  }

  private Task getMember(Call call) {
    GalleryName name = call.gallery();
    StrangerId id = stranger(call);
    return new Task.Work(() -> {
      Gallery gallery = kith.galleries().get(name);
      return Reply.ok(
          kith.registry()
              .strangers()
              .find(gallery.entry(), Stranger.Role.COHORT, id)
              .map(CalibrationJson::member)
              .orElseThrow(() -> CalibrationRoutes.noSuchStranger(name, "cohort", id.value())));
    });
  }

  private Task putMember(Call call) {
    GalleryName name = call.gallery();
    StrangerId id = stranger(call);
    Optional<Item> item = item(call);
    item.ifPresent(each -> Samples.stranger(each, true));
    Presented presented = item.map(Samples::presented).orElseGet(() -> Samples.one(call));
    Optional<SubjectId> person = item.flatMap(Item::subject).map(SubjectId::new);
    return new Task.Begin(() ->
        kith.admissions()
            .admit(
                kith.galleries().get(name),
                Stranger.Role.COHORT,
                Optional.of(id),
                person,
                presented)
            .thenApply(done -> Reply.ok(CalibrationJson.admitted(done))));
  }

  private Task add(Call call) {
    GalleryName name = call.gallery();
    Optional<Item> item = item(call);
    item.ifPresent(each -> Samples.stranger(each, false));
    Presented presented = item.map(Samples::presented).orElseGet(() -> Samples.one(call));
    Optional<String> said = item.flatMap(Item::notSubject);
    Optional<String> asked = call.parameters().text("notSubject");
    if (said.isPresent() && asked.isPresent()) {
      throw new GalleryException.Invalid(
          "subject-twice", "got notSubject in the query and in the body, expected one of them");
    }
    Optional<SubjectId> blocked = said.or(() -> asked).map(SubjectId::new);
    return new Task.Begin(() ->
        kith.admissions()
            .admit(
                kith.galleries().get(name),
                Stranger.Role.KNOWN,
                Optional.empty(),
                blocked,
                presented)
            .thenApply(done -> Reply.json(201, CalibrationJson.admitted(done))));
  }

  private static Optional<Item> item(Call call) {
    return call.mediaType().equals("application/json")
        ? Optional.of(Samples.item(call))
        : Optional.empty();
  }

  private Endpoint dismiss(Stranger.Role role, String list) {
    return Endpoint.bare(call -> {
      GalleryName name = call.gallery();
      StrangerId id = stranger(call);
      return new Task.Begin(() ->
          kith.admissions()
              .dismiss(kith.galleries().get(name), role, id)
              .thenApply(gone -> {
                if (!gone) {
                  throw CalibrationRoutes.noSuchStranger(name, list, id.value());
                }
                return Reply.gone();
              }));
    });
  }
}
