package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The rows of strangers. Their numbers come from the templates' counter and are never used twice:
/// a replaced stranger is a new one.
final class StrangerRows {
  private static final System.Logger LOG = System.getLogger(StrangerRows.class.getName());

  /// Parameters: gallery << 40, then the condition's.
  private static final String STRANGER =
      """
      SELECT e.key, e.checksum, e.vector, r.id, r.person, r.sample, r.role
      FROM stranger_embedding e JOIN stranger r ON r.key = ? | (e.key & 1099511627775)
      WHERE
      """;

  private record Stored(long number, Optional<String> person, Optional<SampleDigest> sample) {}

  private StrangerRows() {}

  private static int code(Stranger.Role role) {
    return switch (role) {
      case COHORT -> 0;
      case KNOWN -> 1;
    };
  }

  private static Stranger.Role role(int code) {
    return code == 0 ? Stranger.Role.COHORT : Stranger.Role.KNOWN;
  }

  static Outcome admit(Ledger ledger, OpenGallery gallery, Write.Admit write) throws SQLException {
    List<OpenGallery.Needed> needed = gallery.accept(write.embeddings());
    Session session = ledger.session();
    Optional<Stored> before = stored(session, gallery, write.role(), write.id());
    if (before.isPresent()) {
      Stored old = before.get();
      if (old.person().equals(write.person().map(SubjectId::value))
          && old.sample().equals(write.sample())
          && same(session, old.number(), needed)) {
        return Outcome.UNCHANGED;
      }
      delete(session, gallery, old);
    }
    long number = ledger.counters().next(Counters.Of.TEMPLATE);
    session.change(
        "INSERT INTO stranger (key, gallery, role, id, person, sample) VALUES (?, ?, ?, ?, ?, ?)",
        Key.of(gallery.id(), number),
        gallery.id(),
        code(write.role()),
        write.id().value(),
        write.person().map(SubjectId::value).orElse(null),
        TemplateRows.digest(write.sample()));
    for (OpenGallery.Needed each : needed) {
      put(session, each.spaceNumber(), number, each.embedding());
    }
    return before.isPresent() ? Outcome.REPLACED : Outcome.CREATED;
  }

  private static boolean same(Session session, long number, List<OpenGallery.Needed> needed)
      throws SQLException {
    for (OpenGallery.Needed each : needed) {
      Embedding embedding = each.embedding();
      if (!embedding(session, embedding.space(), each.spaceNumber(), number)
          .equals(Optional.of(embedding))) {
        return false;
      }
    }
    return true;
  }

  private static void put(Session session, long space, long number, Embedding embedding)
      throws SQLException {
    long key = Key.of(space, number);
    byte[] vector = StoredEmbedding.bytes(embedding);
    session.change(
        "INSERT OR REPLACE INTO stranger_embedding (key, checksum, vector) VALUES (?, ?, ?)",
        key,
        StoredEmbedding.checksum(key, vector, false),
        vector);
  }

  /// Adds an embedding to a stranger that is still kept with that sample.
  static Outcome encode(Ledger ledger, OpenGallery gallery, Write.Encode write)
      throws SQLException {
    OptionalLong space = gallery.number(write.embedding().space());
    Optional<Optional<SampleDigest>> sample =
        ledger
            .session()
            .first(
                row -> TemplateRows.digest(row.getBytes(1)),
                "SELECT sample FROM stranger WHERE key = ?",
                Key.of(gallery.id(), write.number()));
    if (space.isEmpty() || sample.filter(write.sample()::equals).isEmpty()) {
      return Outcome.ABSENT;
    }
    put(ledger.session(), space.getAsLong(), write.number(), write.embedding());
    return Outcome.CREATED;
  }

  static Outcome dismiss(Ledger ledger, OpenGallery gallery, Write.Dismiss write)
      throws SQLException {
    Optional<Stored> before = stored(ledger.session(), gallery, write.role(), write.id());
    if (before.isEmpty()) {
      return Outcome.ABSENT;
    }
    delete(ledger.session(), gallery, before.get());
    return Outcome.REMOVED;
  }

  private static Optional<Stored> stored(
      Session session, OpenGallery gallery, Stranger.Role role, StrangerId id) throws SQLException {
    return session.first(
        row ->
            new Stored(
                Key.number(row.getLong(1)),
                Optional.ofNullable(row.getString(2)),
                TemplateRows.digest(row.getBytes(3))),
        "SELECT key, person, sample FROM stranger WHERE gallery = ? AND role = ? AND id = ?",
        gallery.id(),
        code(role),
        id.value());
  }

  private static Optional<Embedding> embedding(
      Session session, Space space, long spaceNumber, long number) throws SQLException {
    long key = Key.of(spaceNumber, number);
    return session
        .first(
            row -> StoredEmbedding.read(space, key, row.getLong(1), row.getBytes(2), false),
            "SELECT checksum, vector FROM stranger_embedding WHERE key = ?",
            key)
        .flatMap(found -> found);
  }

  private static void delete(Session session, OpenGallery gallery, Stored stranger)
      throws SQLException {
    TemplateRows.orphan(session, stranger.sample());
    for (OpenGallery.NumberedSpace space : gallery.spaces()) {
      session.change(
          "DELETE FROM stranger_embedding WHERE key = ?",
          Key.of(space.number(), stranger.number()));
    }
    session.change("DELETE FROM stranger WHERE key = ?", Key.of(gallery.id(), stranger.number()));
  }

  static List<Stranger> byNumber(
      Session session,
      long gallery,
      Stranger.Role role,
      Space space,
      long spaceNumber,
      long after,
      int limit)
      throws SQLException {
    return present(
        session.all(
            row -> stranger(row, space),
            STRANGER + "e.key > ? AND e.key <= ? AND r.role = ? ORDER BY e.key LIMIT ?",
            Key.first(gallery),
            Key.of(spaceNumber, after),
            Key.last(spaceNumber),
            code(role),
            limit));
  }

  static List<Stranger> byId(
      Session session,
      long gallery,
      Stranger.Role role,
      Space space,
      long spaceNumber,
      String after,
      int limit)
      throws SQLException {
    return present(
        session.all(
            row -> stranger(row, space),
            """
            SELECT e.key, e.checksum, e.vector, r.id, r.person, r.sample, r.role
            FROM stranger r JOIN stranger_embedding e ON e.key = ? | (r.key & 1099511627775)
            WHERE r.gallery = ? AND r.role = ? AND r.id > ? ORDER BY r.id LIMIT ?
            """,
            Key.first(spaceNumber),
            gallery,
            code(role),
            after,
            limit));
  }

  static Optional<Stranger> named(
      Session session,
      long gallery,
      Stranger.Role role,
      Space space,
      long spaceNumber,
      StrangerId id)
      throws SQLException {
    return session
        .first(
            row -> stranger(row, space),
            """
            SELECT e.key, e.checksum, e.vector, r.id, r.person, r.sample, r.role
            FROM stranger r JOIN stranger_embedding e ON e.key = ? | (r.key & 1099511627775)
            WHERE r.gallery = ? AND r.role = ? AND r.id = ?
            """,
            Key.first(spaceNumber),
            gallery,
            code(role),
            id.value())
        .flatMap(found -> found);
  }

  static long count(Session session, long gallery, Stranger.Role role) throws SQLException {
    return session
        .number("SELECT count(*) FROM stranger WHERE gallery = ? AND role = ?", gallery, code(role))
        .orElse(0);
  }

  /// For each embedding of a space, whether it is what was written.
  static List<Boolean> whole(Session session, Space space, long spaceNumber) throws SQLException {
    return session.all(
        row ->
            StoredEmbedding.read(space, row.getLong(1), row.getLong(2), row.getBytes(3), false)
                .isPresent(),
        "SELECT key, checksum, vector FROM stranger_embedding WHERE key > ? AND key <= ?",
        Key.first(spaceNumber),
        Key.last(spaceNumber));
  }

  private static List<Stranger> present(List<Optional<Stranger>> rows) {
    return rows.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<Stranger> stranger(ResultSet row, Space space) throws SQLException {
    long key = row.getLong(1);
    Optional<Embedding> embedding =
        StoredEmbedding.read(space, key, row.getLong(2), row.getBytes(3), false);
    if (embedding.isEmpty()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the embedding of stranger %d fails its checksum and is not used"
              .formatted(Key.number(key)));
      return Optional.empty();
    }
    return Optional.of(
        new Stranger(
            Key.number(key),
            new StrangerId(row.getString(4)),
            role(row.getInt(7)),
            Optional.ofNullable(row.getString(5)).map(SubjectId::new),
            embedding.get(),
            TemplateRows.digest(row.getBytes(6))));
  }
}
