package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.server.work.Answer;
import dev.kith.server.work.Ask;
import dev.kith.server.work.Item;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Presented;
import dev.kith.server.work.Recognition;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Who is it, and is it this one.
final class RecognitionRoutes {
  private static final int CANDIDATES = 10;

  private final Kith kith;
  private final Limits limits;
  private final Metrics metrics;

  RecognitionRoutes(Kith kith, Limits limits, Metrics metrics) {
    this.kith = kith;
    this.limits = limits;
    this.metrics = metrics;
  }

  Map<String, Endpoint> endpoints() {
    return Map.of(
        "identify", new Endpoint.Whole(limits.sampleBytes(), this::identify),
        "verify", new Endpoint.Whole(limits.sampleBytes(), this::verify));
  }

  private Task identify(Call call) {
    GalleryName name = call.gallery();
    Ask ask = ask(call);
    Presented presented = Samples.one(call);
    return new Task.Work(() -> {
      Answer answer = kith.recognition().identify(kith.galleries().get(name), presented, ask);
      metrics.decided(name.value(), AnswerJson.decision(answer.identification()));
      return Reply.ok(AnswerJson.identification(answer, call.age()));
    });
  }

  /// The question that the query parameters put.
  static Ask ask(Call call) {
    Parameters parameters = call.parameters();
    Search search =
        new Search(
            parameters.integer("limit", CANDIDATES), Filters.of(call), parameters.flag("exact"));
    OptionalDouble fpir = parameters.number("fpir");
    OptionalDouble threshold = parameters.number("threshold");
    if (fpir.isPresent() && threshold.isPresent()) {
      throw new GalleryException.Invalid(
          "fpir-or-threshold", "got both fpir and threshold, expected at most one of them");
    }
    return new Ask(search, fpir, threshold);
  }

  private Task verify(Call call) {
    GalleryName name = call.gallery();
    Claim claim = claim(call);
    Ask ask =
        new Ask(Search.best(1), OptionalDouble.empty(), call.parameters().number("threshold"));
    return new Task.Work(() -> {
      Recognition.Verified found =
          kith.recognition()
              .verify(kith.galleries().get(name), claim.subject(), claim.presented(), ask);
      metrics.decided(name.value(), AnswerJson.decision(found.verification()));
      return Reply.ok(AnswerJson.verification(found));
    });
  }

  /// Whom a probe says to be.
  private record Claim(SubjectId subject, Presented presented) {}

  private static Claim claim(Call call) {
    Optional<String> named = call.parameters().text("subject");
    if (!call.mediaType().equals("application/json")) {
      return new Claim(subject(named), Samples.one(call));
    }
    Item item = Samples.only(Samples.item(call), true);
    if (named.isPresent() && item.subject().isPresent()) {
      throw new GalleryException.Invalid(
          "subject-twice", "got a subject in the query and in the body, expected one of them");
    }
    return new Claim(subject(item.subject().or(() -> named)), Samples.presented(item));
  }

  private static SubjectId subject(Optional<String> named) {
    return new SubjectId(
        named.orElseThrow(() ->
            new GalleryException.Invalid(
                "subject-missing", "got no subject to compare with, expected one")));
  }
}
