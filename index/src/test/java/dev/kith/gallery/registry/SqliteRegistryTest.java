package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Change;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Follower;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Job;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.Registry;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Space;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteRegistryTest {
  @TempDir private Path directory;

  private SqliteRegistry open() {
    return SqliteRegistry.open(directory);
  }

  private static List<Outcome> outcomes(Registry registry, GalleryEntry gallery, Write... writes) {
    return registry.submit(gallery, List.of(writes)).join().stream().map(Receipt::outcome).toList();
  }

  private static List<Template> all(Registry registry, GalleryEntry gallery) {
    return registry.templates(gallery, gallery.space(), 0, 10_000).templates();
  }

  @Test
  void anEnrolmentIsCreatedThenUnchangedThenReplaced() {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      Write first = Rows.enrol("ada", "t1", 1);
      assertThat(outcomes(registry, gallery, first)).containsExactly(Outcome.CREATED);
      long head = registry.head(gallery);
      assertThat(outcomes(registry, gallery, first)).containsExactly(Outcome.UNCHANGED);
      assertThat(registry.head(gallery)).isEqualTo(head);
      assertThat(outcomes(registry, gallery, Rows.enrol("ada", "t1", 2)))
          .containsExactly(Outcome.REPLACED);
      assertThat(registry.counts(gallery)).isEqualTo(new Registry.Counts(1, 1));
      assertThat(all(registry, gallery))
          .extracting(Template::embedding)
          .containsExactly(Rows.embedding(2));
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAReopening() {
    try (Registry registry = open()) {
      outcomes(registry, Rows.gallery(registry), Rows.enrol("ada", "t1", 1));
    }
    try (Registry registry = open()) {
      GalleryEntry gallery = registry.gallery(Rows.STAFF).orElseThrow();
      assertThat(all(registry, gallery))
          .extracting(Template::subject, Template::id, Template::embedding)
          .containsExactly(tuple(new SubjectId("ada"), new TemplateId("t1"), Rows.embedding(1)));
    }
  }

  @Test
  void aUnitIsDoneWholeOrNotAtAll() {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      SampleDigest missing = new SampleDigest("0".repeat(64));
      Write bad =
          new Write.Enrol(
              new SubjectId("bob"), new TemplateId("t"), Rows.embedding(2), Optional.of(missing));
      assertThatThrownBy(
              () -> registry.submit(gallery, List.of(Rows.enrol("ada", "t1", 1), bad)).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(GalleryException.Conflict.class);
      assertThat(registry.counts(gallery)).isEqualTo(new Registry.Counts(0, 0));
      assertThat(outcomes(registry, gallery, Rows.enrol("ada", "t1", 1)))
          .containsExactly(Outcome.CREATED);
    }
  }

  @Test
  void subjectsAreDescribedListedAndRemovedWithTheirTemplates() {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      Map<String, Attribute> attributes =
          Map.of("site", new Attribute.Text("a"), "floor", new Attribute.Numeric(3));
      SubjectId ada = new SubjectId("ada");
      assertThat(
              outcomes(
                  registry,
                  gallery,
                  new Write.Describe(ada, Optional.of("Ada"), Optional.of(attributes)),
                  Rows.enrol("ada", "t1", 1),
                  Rows.enrol("bob", "t1", 2)))
          .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.CREATED);
      Subject subject = registry.subject(gallery, ada).orElseThrow();
      assertThat(subject.displayName()).contains("Ada");
      assertThat(subject.attributes()).isEqualTo(attributes);
      assertThat(registry.subjects(gallery, Optional.of(ada), 10))
          .extracting(Subject::id)
          .containsExactly(new SubjectId("bob"));
      assertThat(registry.displayNames(gallery, List.of(ada, new SubjectId("bob"))))
          .isEqualTo(Map.of(ada, "Ada"));
      assertThat(outcomes(registry, gallery, new Write.Remove(ada), new Write.Remove(ada)))
          .containsExactly(Outcome.REMOVED, Outcome.ABSENT);
      assertThat(registry.counts(gallery)).isEqualTo(new Registry.Counts(1, 1));
    }
  }

  @Test
  void aFollowerIsCaughtUpAndThenToldBeforeTheAnswer() {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      outcomes(registry, gallery, Rows.enrol("ada", "t1", 1), Rows.enrol("bob", "t1", 2));
      Collecting follower = new Collecting();
      try (var _ = registry.subscribe(gallery, follower, _ -> {})) {
        assertThat(follower.heard).hasSize(2);
        outcomes(registry, gallery, new Write.Withdraw(new SubjectId("ada"), new TemplateId("t1")));
        assertThat(follower.heard.getLast()).isInstanceOf(Change.Withdraw.class);
        assertThat(follower.sequence()).isEqualTo(registry.head(gallery));
        registry.trim(gallery);
        assertThatThrownBy(() -> registry.changes(gallery, gallery.space(), 0, 10))
            .isInstanceOfSatisfying(
                GalleryException.Conflict.class,
                e -> assertThat(e.code()).isEqualTo("log-trimmed"));
      }
      outcomes(registry, gallery, Rows.enrol("eve", "t1", 3));
      assertThat(follower.heard).hasSize(3);
    }
  }

  /// Remembers what it is told.
  private static class Collecting implements Follower {
    final List<Change> heard = new ArrayList<>();

    @Override
    public Space space() {
      return Rows.SPACE;
    }

    @Override
    public long sequence() {
      return heard.isEmpty() ? 0 : heard.getLast().sequence();
    }

    @Override
    public long durableSequence() {
      return sequence();
    }

    @Override
    public void follow(List<Change> changes) {
      heard.addAll(changes);
    }
  }

  @Test
  void aFollowerThatThrowsIsLetGoAndTheCommitStands() {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      List<RuntimeException> told = new ArrayList<>();
      Collecting broken =
          new Collecting() {
            @Override
            public void follow(List<Change> changes) {
              throw new IllegalStateException("as planned");
            }
          };
      var _ = registry.subscribe(gallery, broken, told::add);
      assertThat(outcomes(registry, gallery, Rows.enrol("ada", "t1", 1)))
          .containsExactly(Outcome.CREATED);
      assertThat(told).hasSize(1);
      outcomes(registry, gallery, Rows.enrol("bob", "t1", 2));
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void aDamagedRowIsNamedAndNeverServed() throws Exception {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      outcomes(registry, gallery, Rows.enrol("ada", "t1", 1), Rows.enrol("bob", "t1", 2));
    }
    flip();
    try (Registry registry = open()) {
      GalleryEntry gallery = registry.gallery(Rows.STAFF).orElseThrow();
      Registry.Page page = registry.templates(gallery, gallery.space(), 0, 10);
      assertThat(page.templates())
          .extracting(Template::subject)
          .containsExactly(new SubjectId("bob"));
      assertThat(page.damaged()).containsExactly(1L);
      List<String> damage = new ArrayList<>();
      registry.scrub(damage::add);
      assertThat(damage).singleElement().asString().contains("template 1").contains("checksum");
    }
  }

  /// Flips one bit of the first embedding, where it lies in the file.
  private void flip() throws IOException {
    Path file = directory.resolve("registry.db");
    byte[] bytes = Files.readAllBytes(file);
    byte[] vector = StoredEmbedding.bytes(Rows.embedding(1));
    int at =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .indexOf(new String(vector, StandardCharsets.ISO_8859_1));
    assertThat(at).isPositive();
    bytes[at + 5] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aFailedSyncStopsWritesUntilRestart() {
    AtomicBoolean failing = new AtomicBoolean();
    Writer.Commit commit =
        session -> {
          if (failing.get()) {
            throw new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
          }
          session.change("COMMIT");
        };
    try (Registry registry = new SqliteRegistry(directory, Disk.REAL, commit)) {
      GalleryEntry gallery = Rows.gallery(registry);
      failing.set(true);
      assertThatThrownBy(() -> outcomes(registry, gallery, Rows.enrol("ada", "t1", 1)))
          .hasCauseInstanceOf(GalleryException.Unavailable.class);
      failing.set(false);
      assertThat(registry.stopped()).isPresent();
      assertThatThrownBy(() -> outcomes(registry, gallery, Rows.enrol("ada", "t1", 1)))
          .isInstanceOf(GalleryException.Unavailable.class);
      assertThat(registry.counts(gallery).templates()).isZero();
    }
    try (Registry registry = open()) {
      GalleryEntry gallery = registry.gallery(Rows.STAFF).orElseThrow();
      assertThat(outcomes(registry, gallery, Rows.enrol("ada", "t1", 1)))
          .containsExactly(Outcome.CREATED);
    }
  }

  @Test
  void aFileOfAnUnknownVersionIsRefused() throws SQLException {
    open().close();
    try (Session session = Session.writing(directory.resolve("registry.db"))) {
      session.run("PRAGMA user_version = 99");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(GalleryException.Conflict.class)
        .hasMessageContaining("version 99");
  }

  @Test
  void samplesAreNamedByTheirContentAndCheckedAgainstIt() throws IOException {
    byte[] sample = "a picture".getBytes(StandardCharsets.UTF_8);
    try (Registry registry = open()) {
      SampleDigest digest = registry.samples().keep(sample);
      assertThat(registry.samples().keep(sample)).isEqualTo(digest);
      assertThat(registry.samples().read(digest).orElseThrow()).isEqualTo(sample);
      String name = digest.sha256();
      Path file =
          directory.resolve(Path.of("samples", name.substring(0, 2), name.substring(2, 4), name));
      Files.writeString(file, "another picture");
      assertThatThrownBy(() -> registry.samples().read(digest))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void anErasedGalleryIsSweptAwayInChunks() {
    try (Registry registry = open()) {
      GalleryEntry gallery = Rows.gallery(registry);
      for (int i = 0; i < 12_500; i += 500) {
        List<Write> writes = new ArrayList<>();
        for (int j = i; j < i + 500; j++) {
          writes.add(Rows.enrol("s" + j, "t", j));
        }
        registry.submit(gallery, writes).join();
      }
      assertThat(registry.erase(Rows.STAFF)).isTrue();
      assertThat(registry.gallery(Rows.STAFF)).isEmpty();
      int chunks = 1;
      while (registry.sweep()) {
        chunks++;
      }
      assertThat(chunks).isGreaterThan(3);
      GalleryEntry again = Rows.gallery(registry);
      assertThat(again.id()).isGreaterThan(gallery.id());
      assertThat(registry.counts(again)).isEqualTo(new Registry.Counts(0, 0));
    }
  }

  @Test
  void jobsAndEncoderNamesOutliveTheProcess() {
    Job job =
        new Job(
            "j1",
            "import",
            new GalleryName("staff"),
            "{}",
            Job.State.RUNNING,
            "10:2:0",
            2,
            9,
            1,
            List.of(new Job.Refusal(2, "invalid-json", "got }")),
            "",
            Instant.ofEpochSecond(7, 8));
    try (Registry registry = open()) {
      registry.jobs().save(job);
      registry.nameEncoder("glyph", new Space("sha256:00", 64));
    }
    try (Registry registry = open()) {
      assertThat(registry.jobs().find("j1")).contains(job);
      assertThat(registry.jobs().list(Optional.empty(), 5)).containsExactly(job);
      assertThat(registry.encoders()).isEqualTo(Map.of("glyph", new Space("sha256:00", 64)));
      assertThat(registry.jobs().delete("j1")).isTrue();
      assertThat(registry.forgetEncoder("glyph")).isTrue();
    }
  }

  @Test
  void settingsAreKept() {
    GallerySettings settings =
        new GallerySettings(
            Optional.of("glyph"),
            0.01,
            OptionalDouble.of(0.4),
            OptionalDouble.of(0.001),
            OptionalDouble.empty(),
            0.95,
            false,
            false,
            Fusion.CENTROID);
    try (Registry registry = open()) {
      registry.put(Rows.STAFF, Rows.SPACE, settings);
    }
    try (Registry registry = open()) {
      assertThat(registry.gallery(Rows.STAFF).orElseThrow().settings()).isEqualTo(settings);
    }
  }
}
