package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// The tables, and the steps that bring an older file to them. Steps are only ever added: a file of
/// version n has had the first n steps, and a version we don't know is refused.
final class Schema {
  /// "Kith" in ASCII: marks the file as ours.
  private static final int APPLICATION = 0x4b697468;

  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              // one row: the last numbers given out, so that none is given twice
              """
              CREATE TABLE counter (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                gallery INTEGER NOT NULL, space INTEGER NOT NULL, subject INTEGER NOT NULL,
                template INTEGER NOT NULL, sequence INTEGER NOT NULL)
              """,
              "INSERT INTO counter VALUES (1, 0, 0, 0, 0, 0)",
              // subjects, templates and head are kept beside the rows they count; log entries up to
              // trimmed are gone
              """
              CREATE TABLE gallery (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
                space INTEGER NOT NULL, generation INTEGER NOT NULL,
                subjects INTEGER NOT NULL DEFAULT 0, templates INTEGER NOT NULL DEFAULT 0,
                head INTEGER NOT NULL DEFAULT 0, trimmed INTEGER NOT NULL DEFAULT 0,
                encoder TEXT, fpir REAL NOT NULL, threshold REAL, fpir_floor REAL, fmr REAL,
                recall REAL NOT NULL, keep_samples INTEGER NOT NULL, review INTEGER NOT NULL)
              """,
              "CREATE UNIQUE INDEX gallery_by_name ON gallery (name) WHERE erased = 0",
              // a gallery may hold embeddings of several spaces, each under a number of its own
              """
              CREATE TABLE space (
                number INTEGER PRIMARY KEY, gallery INTEGER NOT NULL,
                id TEXT NOT NULL, dimension INTEGER NOT NULL,
                UNIQUE (gallery, id, dimension))
              """,
              // key: gallery and subject number
              """
              CREATE TABLE subject (
                key INTEGER PRIMARY KEY, gallery INTEGER NOT NULL, id TEXT NOT NULL,
                display_name TEXT, attributes BLOB,
                UNIQUE (gallery, id))
              """,
              // key: gallery and template number
              """
              CREATE TABLE template (
                key INTEGER PRIMARY KEY, subject INTEGER NOT NULL, id TEXT NOT NULL, sample BLOB,
                UNIQUE (subject, id))
              """,
              "CREATE INDEX template_by_sample ON template (sample) WHERE sample IS NOT NULL",
              // key: space and template number; checksum: CRC32C of key and vector
              """
              CREATE TABLE embedding (
                key INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, vector BLOB NOT NULL)
              """,
              """
              CREATE TABLE log (
                gallery INTEGER NOT NULL, sequence INTEGER NOT NULL,
                kind INTEGER NOT NULL, number INTEGER NOT NULL,
                PRIMARY KEY (gallery, sequence)) WITHOUT ROWID
              """,
              // samples whose last template may be gone
              "CREATE TABLE orphan (sample BLOB PRIMARY KEY) WITHOUT ROWID",
              """
              CREATE TABLE job (
                number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
                gallery TEXT NOT NULL, state TEXT NOT NULL, cursor TEXT NOT NULL,
                done INTEGER NOT NULL, total INTEGER NOT NULL, refused INTEGER NOT NULL,
                refusals BLOB NOT NULL, failure TEXT NOT NULL,
                created_second INTEGER NOT NULL, created_nano INTEGER NOT NULL)
              """,
              """
              CREATE TABLE encoder (
                name TEXT PRIMARY KEY, space TEXT NOT NULL, dimension INTEGER NOT NULL) WITHOUT ROWID
              """),
          List.of(
              // key: gallery and a number of the templates' counter; role: 0 cohort, 1 known
              """
              CREATE TABLE stranger (
                key INTEGER PRIMARY KEY, gallery INTEGER NOT NULL, role INTEGER NOT NULL,
                id TEXT NOT NULL, person TEXT, sample BLOB,
                UNIQUE (gallery, role, id))
              """,
              "CREATE INDEX stranger_by_sample ON stranger (sample) WHERE sample IS NOT NULL",
              // as embedding, of strangers
              """
              CREATE TABLE stranger_embedding (
                key INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, vector BLOB NOT NULL)
              """),
          List.of(
              // state: 0 building, 1 standing, 2 dropped; expires: 0 for never
              """
              CREATE TABLE generation (
                gallery INTEGER NOT NULL, number INTEGER NOT NULL, space INTEGER NOT NULL,
                encoder TEXT, state INTEGER NOT NULL, began INTEGER NOT NULL,
                expires INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (gallery, number)) WITHOUT ROWID
              """,
              """
              INSERT INTO generation (gallery, number, space, encoder, state, began)
              SELECT id, generation, space, encoder, 1, unixepoch() FROM gallery
              """,
              "CREATE INDEX generation_by_space ON generation (space)",
              // an entry that only followers of one space need to read; null: all of them
              "ALTER TABLE log ADD COLUMN space INTEGER",
              "ALTER TABLE job ADD COLUMN request TEXT NOT NULL DEFAULT ''"),
          List.of(
              // 1 where the embedding was carried over from another space; else null
              "ALTER TABLE embedding ADD COLUMN bridged INTEGER",
              "CREATE INDEX embedding_bridged ON embedding (key) WHERE bridged = 1",
              // the way between two of a gallery's spaces; checksum: CRC32C of both and body
              """
              CREATE TABLE bridge (
                origin INTEGER NOT NULL, destination INTEGER NOT NULL,
                checksum INTEGER NOT NULL, body BLOB NOT NULL,
                PRIMARY KEY (origin, destination)) WITHOUT ROWID
              """),
          List.of(
              // kind: 0 a stranger of the cohort who is the subject, 1 another subject who is
              """
              CREATE TABLE exclusion (
                gallery INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL,
                subject TEXT NOT NULL,
                PRIMARY KEY (gallery, kind, id, subject)) WITHOUT ROWID
              """,
              // at: milliseconds since 1970
              """
              CREATE TABLE threshold_history (
                number INTEGER PRIMARY KEY AUTOINCREMENT, gallery INTEGER NOT NULL,
                at INTEGER NOT NULL, space TEXT NOT NULL, sequence INTEGER NOT NULL,
                subjects INTEGER NOT NULL, target REAL NOT NULL, threshold REAL NOT NULL,
                low REAL NOT NULL, high REAL NOT NULL, method TEXT NOT NULL,
                trials INTEGER NOT NULL, why TEXT NOT NULL)
              """,
              "CREATE INDEX threshold_by_gallery ON threshold_history (gallery, number)"),
          List.of(
              // 0: a subject scores as its best template, 1: as their centroid
              "ALTER TABLE gallery ADD COLUMN fusion INTEGER NOT NULL DEFAULT 0",
              // whose the template is; null in older entries and those of subjects
              "ALTER TABLE log ADD COLUMN subject INTEGER"));

  private Schema() {}

  /// Brings the file to the newest version, one commit a step.
  ///
  /// @throws GalleryException.Conflict `unknown-version` when the file is not ours or is newer
  static void migrate(Session session, Path file) throws SQLException {
    long version = session.number("PRAGMA user_version").orElseThrow();
    long application = session.number("PRAGMA application_id").orElseThrow();
    boolean empty = session.number("SELECT count(*) FROM sqlite_schema").orElseThrow() == 0;
    if (version > STEPS.size() || version < 0 || (application != APPLICATION && !empty)) {
      throw new GalleryException.Conflict(
          "unknown-version",
          "%s has version %d of application %08x, expected at most %d of %08x"
              .formatted(file, version, application, STEPS.size(), APPLICATION));
    }
    for (int step = (int) version; step < STEPS.size(); step++) {
      apply(session, step);
    }
  }

  private static void apply(Session session, int step) throws SQLException {
    session.run("BEGIN IMMEDIATE");
    session.run("PRAGMA application_id = " + APPLICATION);
    for (String statement : STEPS.get(step)) {
      session.run(statement);
    }
    session.run("PRAGMA user_version = " + (step + 1));
    session.run("COMMIT");
  }
}
