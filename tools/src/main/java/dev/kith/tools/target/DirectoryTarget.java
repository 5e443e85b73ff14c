package dev.kith.tools.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.server.http.AnswerJson;
import dev.kith.server.http.CalibrationJson;
import dev.kith.server.http.JobJson;
import dev.kith.server.http.SuspectJson;
import dev.kith.server.work.Answer;
import dev.kith.server.work.Ask;
import dev.kith.server.work.GalleryWish;
import dev.kith.server.work.ItemReader;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Known;
import dev.kith.server.work.Presented;
import dev.kith.server.work.ReindexWish;
import dev.kith.tools.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A data directory that this process holds open itself.
public final class DirectoryTarget implements Target {
  private static final int LISTED = 1000;

  private final Kith kith;

  /// Takes the directory over: closing this closes it.
  public DirectoryTarget(Kith kith) {
    this.kith = kith;
  }

  @Override
  public Optional<Holding> holding(GalleryName gallery) {
    return kith.registry()
        .gallery(gallery)
        .map(entry -> kith.registry().counts(entry))
        .map(counts -> new Holding(counts.subjects(), counts.templates()));
  }

  @Override
  public boolean hasSubject(GalleryName gallery, String subject) {
    return kith.registry()
        .subject(kith.galleries().get(gallery).entry(), new SubjectId(subject))
        .isPresent();
  }

  @Override
  public void useEncoder(GalleryName gallery, String encoder) {
    Gallery _ =
        kith.galleries().put(gallery, GalleryWish.of(Optional.of(encoder), OptionalInt.empty()));
  }

  @Override
  public void useDimension(GalleryName gallery, int dimension) {
    Gallery _ =
        kith.galleries().put(gallery, GalleryWish.of(Optional.empty(), OptionalInt.of(dimension)));
  }

  @Override
  public void putEncoder(String name, Path model, Optional<Path> manifest) throws IOException {
    Optional<byte[]> sidecar =
        manifest.isPresent() ? Optional.of(Files.readAllBytes(manifest.get())) : Optional.empty();
    Encoder _ = kith.encoders().put(name, Files.readAllBytes(model), sidecar);
  }

  private static Presented presented(ProbeFile probe) {
    return probe.isJson()
        ? ItemReader.read(probe.bytes())
            .presented()
            .orElseThrow(() ->
                new GalleryException.Invalid(
                    "invalid-item", "got neither image nor embedding, expected one of them"))
        : new Presented.Image(probe.bytes());
  }

  private static Ask ask(Question question) {
    return new Ask(
        new Search(question.limit(), Filter.EVERYBODY, question.exact()),
        question.fpir(),
        question.threshold());
  }

  @Override
  public JsonNode identify(GalleryName gallery, ProbeFile probe, Question question) {
    Gallery asked = kith.galleries().get(gallery);
    kith.calibrations().ready(asked.entry());
    long begun = System.nanoTime();
    Answer answer = kith.recognition().identify(asked, presented(probe), ask(question));
    return AnswerJson.identification(answer, Duration.ofNanos(System.nanoTime() - begun));
  }

  @Override
  public JsonNode verify(GalleryName gallery, String subject, ProbeFile probe, Question question) {
    Gallery asked = kith.galleries().get(gallery);
    kith.calibrations().ready(asked.entry());
    return AnswerJson.verification(
        kith.recognition().verify(asked, new SubjectId(subject), presented(probe), ask(question)));
  }

  @Override
  public JsonNode compare(GalleryName gallery, ProbeFile left, ProbeFile right, Question question) {
    var entry = kith.galleries().get(gallery).entry();
    if (entry.settings().encoder().isEmpty()) {
      throw new GalleryException.Invalid(
          "no-encoder",
          "gallery %s has no encoder, expected one to compare two samples".formatted(gallery));
    }
    Encoder encoder = kith.encoders().of(entry.space());
    OptionalDouble standing =
        entry.settings().threshold().isPresent()
            ? entry.settings().threshold()
            : encoder.manifest().threshold();
    return Comparison.of(
        embedded(encoder, left),
        embedded(encoder, right),
        question.threshold().isPresent() ? question.threshold() : standing);
  }

  private static ArrayNode embedded(Encoder encoder, ProbeFile sample) {
    return switch (encoder.encode(sample.bytes())) {
      case Encoding.Encoded(var embedding) -> {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (float value : embedding.toArray()) {
          numbers.add(value);
        }
        yield numbers;
      }
      case Encoding.Unusable(String code, String reason) ->
          throw new GalleryException.Invalid(code, sample.path() + ": " + reason);
    };
  }

  @Override
  public void enrol(GalleryName gallery, Source source, ImportLog log) throws IOException {
    Gallery into = kith.galleries().get(gallery);
    new DirectoryImport(kith, item -> kith.enrolments().writes(into, item), into, log).run(source);
  }

  @Override
  public void admit(GalleryName gallery, Source source, ImportLog log) throws IOException {
    Gallery into = kith.galleries().get(gallery);
    new DirectoryImport(kith, item -> kith.admissions().writes(into, item), into, log).run(source);
    kith.admissions().committed(into);
  }

  @Override
  public JsonNode calibration(GalleryName gallery, OptionalDouble fpir, OptionalLong subjects) {
    Gallery asked = kith.galleries().get(gallery);
    Known known = kith.calibrations().settled(asked.entry());
    return CalibrationJson.calibration(
        known,
        fpir.orElse(asked.entry().settings().fpir()),
        subjects.orElse(known.subjects()),
        kith.calibrations().progress(asked.entry()));
  }

  @Override
  public JsonNode thresholds(GalleryName gallery, int limit) {
    Gallery asked = kith.galleries().get(gallery);
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    kith.registry().thresholds().newest(asked.entry(), limit).stream()
        .map(CalibrationJson::past)
        .forEach(items::add);
    return items;
  }

  @Override
  public JsonNode suspects(GalleryName gallery) {
    Gallery asked = kith.galleries().get(gallery);
    return SuspectJson.list(
        kith.calibrations().settled(asked.entry()), asked.entry().settings().fpir());
  }

  @Override
  public boolean exclude(GalleryName gallery, Exclusion exclusion) {
    return kith.exclusions().exclude(kith.galleries().get(gallery), exclusion).join();
  }

  @Override
  public boolean readmit(GalleryName gallery, Exclusion exclusion) {
    return kith.exclusions().readmit(kith.galleries().get(gallery), exclusion).join();
  }

  @Override
  public JsonNode reindex(GalleryName gallery, ReindexWish wish, Consumer<JsonNode> seen)
      throws IOException {
    String id =
        kith.jobs().list(Optional.empty(), LISTED).stream()
            .filter(job -> job.kind().equals("reindex") && job.gallery().equals(gallery))
            .filter(job -> !job.state().isOver())
            .findFirst()
            .map(job -> job.state() == Job.State.PAUSED ? kith.jobs().resume(job.id()) : job)
            .orElseGet(() -> kith.reindexing().begin(gallery, wish))
            .id();
    return Following.toTheEnd(() -> JobJson.job(kith.jobs().get(id)), seen::accept);
  }

  @Override
  public byte[] report(String job) throws IOException {
    Optional<Path> file = kith.report(job);
    return file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0];
  }

  @Override
  public void close() {
    kith.close();
  }
}
