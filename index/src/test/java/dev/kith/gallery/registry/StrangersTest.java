package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrangersTest {
  @TempDir private Path directory;

  private static Write.Admit admit(Stranger.Role role, String id, long embedding) {
    return new Write.Admit(
        role,
        new StrangerId(id),
        Optional.empty(),
        List.of(Rows.embedding(embedding)),
        Optional.empty());
  }

  private static Receipt.Outcome outcome(
      SqliteRegistry registry, GalleryEntry gallery, Write write) {
    return registry.submit(gallery, List.of(write)).join().getFirst().outcome();
  }

  @Test
  void aStrangerIsCreatedThenUnchangedThenReplacedUnderANewNumber() {
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      Stranger.Role role = Stranger.Role.COHORT;
      assertThat(outcome(registry, gallery, admit(role, "x", 1)))
          .isEqualTo(Receipt.Outcome.CREATED);
      Stranger before = registry.strangers().find(gallery, role, new StrangerId("x")).orElseThrow();
      assertThat(outcome(registry, gallery, admit(role, "x", 1)))
          .isEqualTo(Receipt.Outcome.UNCHANGED);
      assertThat(outcome(registry, gallery, admit(role, "x", 2)))
          .isEqualTo(Receipt.Outcome.REPLACED);
      Stranger after = registry.strangers().find(gallery, role, new StrangerId("x")).orElseThrow();
      assertThat(after.number()).isGreaterThan(before.number());
      assertThat(after.embedding()).isEqualTo(Rows.embedding(2));
      assertThat(outcome(registry, gallery, new Write.Dismiss(role, new StrangerId("x"))))
          .isEqualTo(Receipt.Outcome.REMOVED);
      assertThat(outcome(registry, gallery, new Write.Dismiss(role, new StrangerId("x"))))
          .isEqualTo(Receipt.Outcome.ABSENT);
    }
  }

  @Test
  void rolesAndGalleriesSubjectsAreKeptApart() {
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      outcome(registry, gallery, admit(Stranger.Role.COHORT, "x", 1));
      outcome(registry, gallery, admit(Stranger.Role.KNOWN, "x", 2));
      outcome(registry, gallery, admit(Stranger.Role.KNOWN, "y", 3));
      assertThat(registry.strangers().count(gallery, Stranger.Role.COHORT)).isEqualTo(1);
      assertThat(registry.strangers().list(gallery, Stranger.Role.KNOWN, Optional.empty(), 10))
          .extracting(each -> each.id().value())
          .containsExactly("x", "y");
      assertThat(registry.counts(gallery).templates()).isZero();
      assertThat(registry.subject(gallery, new SubjectId("x"))).isEmpty();
    }
  }

  @Test
  void anErasedGallerysStrangersAreSweptWithTheirSamples() {
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      outcome(registry, gallery, admit(Stranger.Role.COHORT, "x", 1));
      registry.erase(gallery.name());
      while (registry.sweep()) {
        // a chunk a time
      }
      GalleryEntry again = Rows.gallery(registry);
      assertThat(registry.strangers().count(again, Stranger.Role.COHORT)).isZero();
      assertThat(registry.scrub(damage -> {})).isZero();
    }
  }

  @Test
  void aFileOfTheFirstVersionLearnsToKeepStrangers() throws SQLException {
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      registry.submit(gallery, List.of(Rows.enrol("s", "t", 1))).join();
    }
    try (Session session = Session.writing(directory.resolve("registry.db"))) {
      session.run("ALTER TABLE gallery DROP COLUMN fusion");
      session.run("ALTER TABLE log DROP COLUMN subject");
      session.run("DROP TABLE bridge");
      session.run("DROP INDEX embedding_bridged");
      session.run("ALTER TABLE embedding DROP COLUMN bridged");
      session.run("DROP TABLE exclusion");
      session.run("DROP TABLE threshold_history");
      session.run("DROP TABLE generation");
      session.run("ALTER TABLE log DROP COLUMN space");
      session.run("ALTER TABLE job DROP COLUMN request");
      session.run("DROP TABLE stranger");
      session.run("DROP TABLE stranger_embedding");
      session.run("PRAGMA user_version = 1");
    }
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = registry.gallery(Rows.STAFF).orElseThrow();
      assertThat(registry.counts(gallery).templates()).isEqualTo(1);
      assertThat(outcome(registry, gallery, admit(Stranger.Role.COHORT, "x", 1)))
          .isEqualTo(Receipt.Outcome.CREATED);
    }
  }
}
