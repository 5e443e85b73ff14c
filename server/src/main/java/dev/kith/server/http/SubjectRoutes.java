package dev.kith.server.http;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import dev.kith.server.work.Enrolment;
import dev.kith.server.work.Item;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Presented;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Subjects and their templates: describe, enrol, withdraw.
final class SubjectRoutes {
  private final Kith kith;
  private final Limits limits;

  SubjectRoutes(Kith kith, Limits limits) {
    this.kith = kith;
    this.limits = limits;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "listSubjects", Endpoint.bare(this::list),
        "getSubject", Endpoint.bare(this::get),
        "putSubject", new Endpoint.Whole(Limits.DOCUMENT_BYTES, this::put),
        "deleteSubject", Endpoint.bare(this::delete),
        "enrol", new Endpoint.Whole(limits.sampleBytes(), this::enrol),
        "putTemplate", new Endpoint.Whole(limits.sampleBytes(), this::putTemplate),
        "withdraw", Endpoint.bare(this::withdraw));
  }

  private Task list(Call call) {
    GalleryName name = call.gallery();
    int limit = call.parameters().integer("limit", Cursor.PAGE);
    Optional<SubjectId> after = Cursor.of(call, "subjects").map(SubjectId::new);
    return new Task.Work(() -> {
      GalleryEntry entry = kith.galleries().get(name).entry();
      List<Subject> page = kith.registry().subjects(entry, after, limit + 1);
      return Reply.ok(
          Cursor.page(
              "subjects", page, limit, subject -> subject.id().value(), GalleryJson::subject));
    });
  }

  private Task get(Call call) {
    GalleryName name = call.gallery();
    SubjectId id = call.subject();
    return new Task.Work(() -> shown(kith.galleries().get(name).entry(), id));
  }

  private Reply shown(GalleryEntry entry, SubjectId id) {
    Subject subject =
        kith.registry().subject(entry, id).orElseThrow(() -> noSuchSubject(entry, id));
    return Reply.ok(GalleryJson.subject(subject, kith.registry().templatesOf(entry, id)));
  }

  private static GalleryException.NotFound noSuchSubject(GalleryEntry entry, SubjectId id) {
    return new GalleryException.NotFound(
        "no-such-subject", "gallery %s has no subject %s".formatted(entry.name(), id));
  }

  private Task put(Call call) {
    GalleryName name = call.gallery();
    SubjectId id = call.subject();
    Item item = Samples.description(call);
    Write describe = new Write.Describe(id, item.displayName(), item.attributes());
    return new Task.Begin(() -> {
      Gallery gallery = kith.galleries().get(name);
      return gallery.submit(List.of(describe)).thenApply(_ -> shown(gallery.entry(), id));
    });
  }

  private Task delete(Call call) {
    GalleryName name = call.gallery();
    SubjectId id = call.subject();
    return new Task.Begin(() -> {
      Gallery gallery = kith.galleries().get(name);
      return removed(
          gallery.submit(List.of(new Write.Remove(id))), noSuchSubject(gallery.entry(), id));
    });
  }

  private Task withdraw(Call call) {
    GalleryName name = call.gallery();
    SubjectId id = call.subject();
    TemplateId template = call.template();
    return new Task.Begin(() ->
        removed(
            kith.galleries().get(name).submit(List.of(new Write.Withdraw(id, template))),
            new GalleryException.NotFound(
                "no-such-template",
                "subject %s of gallery %s has no template %s".formatted(id, name, template))));
  }

  private static CompletableFuture<Reply> removed(
      CompletableFuture<List<Receipt>> receipts, GalleryException.NotFound absent) {
    return receipts.thenApply(all -> {
      if (all.getFirst().outcome() == Receipt.Outcome.ABSENT) {
        throw absent;
      }
      return Reply.gone();
    });
  }

  private Task enrol(Call call) {
    List<Enrolment.Entry> entries =
        Samples.all(call).stream()
            .map(presented -> new Enrolment.Entry(Optional.empty(), presented))
            .toList();
    return enrolled(call, 201, entries);
  }

  private Task putTemplate(Call call) {
    Presented presented = Samples.one(call);
    return enrolled(
        call, 200, List.of(new Enrolment.Entry(Optional.of(call.template()), presented)));
  }

  private Task enrolled(Call call, int status, List<Enrolment.Entry> entries) {
    GalleryName name = call.gallery();
    SubjectId id = call.subject();
    Enrolment enrolment = new Enrolment(id, Optional.empty(), Optional.empty(), entries);
    return new Task.Begin(() ->
        kith.enrolments()
            .enrol(kith.galleries().get(name), enrolment)
            .thenApply(done -> Reply.json(status, AnswerJson.enrolled(id, done))));
  }
}
