package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A gallery of people enrolled twice, and jobs that move it.
abstract class ReindexFixture {
  static final GalleryName STAFF = new GalleryName("staff");
  static final int PEOPLE = 320;

  @TempDir Path directory;
  TestKith test;
  Gallery gallery;

  @BeforeEach
  void open() {
    test = TestKith.open(directory, KithOptions.defaults());
    gallery =
        test.kith()
            .galleries()
            .put(STAFF, GalleryWish.of(Optional.of("letters"), OptionalInt.empty()));
    for (String name : List.of("better", "blind", "picky", "turned", "hollow", "kin", "boaster")) {
      var _ =
          test.kith().encoders().put(name, name.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }
  }

  @AfterEach
  void close() {
    test.kith().close();
  }

  void enrolPeople() {
    List<CompletableFuture<?>> enrolled = new ArrayList<>();
    for (int person = 0; person < PEOPLE; person++) {
      enrolled.add(enrolling("p" + person, "sample word%d first".formatted(person)));
      enrolled.add(enrolling("p" + person, "sample word%d second".formatted(person)));
    }
    enrolled.forEach(CompletableFuture::join);
  }

  /// Enrols a vector that `letters` would make of the sample, and no sample.
  void enrolBare(String subject, String sample) {
    Embedding embedding =
        test.kith()
            .encoders()
            .encode("letters", new Presented.Image(sample.getBytes(StandardCharsets.UTF_8)));
    Presented presented =
        new Presented.Vector(embedding.toArray(), Optional.of(embedding.space().id()));
    var _ =
        test.kith().enrolments().enrol(gallery, Enrolment.of(Item.of(subject, presented))).join();
  }

  void enrol(String subject, String sample) {
    var _ = enrolling(subject, sample).join();
  }

  CompletableFuture<?> enrolling(String subject, String sample) {
    Presented presented = new Presented.Image(sample.getBytes(StandardCharsets.UTF_8));
    return test.kith().enrolments().enrol(gallery, Enrolment.of(Item.of(subject, presented)));
  }

  Job ended(Job job) throws InterruptedException {
    BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
    try (var _ = test.kith().jobs().listen(job.id(), heard::add)) {
      while (true) {
        Job now = heard.poll(60, TimeUnit.SECONDS);
        assertThat(now).as("the job goes on").isNotNull();
        if (now.state().isOver() || now.state() == Job.State.PAUSED) {
          return now;
        }
      }
    }
  }

  Job reindex(String encoder) throws InterruptedException {
    return ended(test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of(encoder))));
  }

  Answer identify(String sample) {
    return test.kith()
        .recognition()
        .identify(
            gallery, new Presented.Image(sample.getBytes(StandardCharsets.UTF_8)), Ask.best(3));
  }

  String report(Job job) throws IOException {
    return Files.readString(test.kith().report(job.id()).orElseThrow());
  }

  Map<String, Template> rows(Space space) {
    Map<String, Template> rows = new TreeMap<>();
    for (Template row :
        test.kith().registry().templates(gallery.entry(), space, 0, 10_000).templates()) {
      rows.put(row.subject() + "/" + row.id(), row);
    }
    return rows;
  }

  Space space(String encoder) {
    return test.kith().encoders().space(encoder);
  }

  static SubjectId best(Answer answer) {
    return answer.identification().candidates().getFirst().subject();
  }

  static float[] vector() {
    float[] values = new float[TestKith.DIMENSION];
    values[0] = 1;
    return values;
  }
}
