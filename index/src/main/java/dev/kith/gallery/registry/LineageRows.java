package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.GenerationEntry.State;
import dev.kith.gallery.Lineage;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Unencoded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The rows of generations.
record LineageRows(Readers readers, Writer writer) implements Lineage {
  private static final String GENERATION =
      """
      SELECT g.number, s.id, s.dimension, g.encoder, g.state, g.began, g.expires
      FROM generation g LEFT JOIN space s ON s.number = g.space
      """;

  private static int code(State state) {
    return switch (state) {
      case BUILDING -> 0;
      case STANDING -> 1;
      case DROPPED -> 2;
    };
  }

  private static State state(int code) {
    return switch (code) {
      case 0 -> State.BUILDING;
      case 1 -> State.STANDING;
      default -> State.DROPPED;
    };
  }

  private static GenerationEntry generation(ResultSet row) throws SQLException {
    String space = row.getString(2);
    long expires = row.getLong(7);
    return new GenerationEntry(
        row.getInt(1),
        // the space of a dropped generation goes with its embeddings
        space == null ? new Space("gone", 1) : new Space(space, row.getInt(3)),
        Optional.ofNullable(row.getString(4)),
        state(row.getInt(5)),
        Instant.ofEpochSecond(row.getLong(6)),
        expires == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(expires)));
  }

  static void insert(
      Session session, long gallery, int number, long space, Optional<String> encoder, State state)
      throws SQLException {
    session.change(
        "INSERT INTO generation (gallery, number, space, encoder, state, began) VALUES (?, ?, ?, ?, ?, ?)",
        gallery,
        number,
        space,
        encoder.orElse(null),
        code(state),
        Instant.now().getEpochSecond());
  }

  static void state(Session session, long gallery, int number, State state) throws SQLException {
    session.change(
        "UPDATE generation SET state = ? WHERE gallery = ? AND number = ?",
        code(state),
        gallery,
        number);
  }

  /// The number for the gallery's next generation.
  static int next(Session session, long gallery) throws SQLException {
    return 1
        + (int)
            session
                .number("SELECT max(number) FROM generation WHERE gallery = ?", gallery)
                .orElse(0);
  }

  private static GenerationEntry find(Session session, long gallery, int number)
      throws SQLException {
    return session
        .first(
            LineageRows::generation,
            GENERATION + "WHERE g.gallery = ? AND g.number = ?",
            gallery,
            number)
        .filter(found -> found.state() != State.DROPPED)
        .orElseThrow(() ->
            new GalleryException.NotFound(
                "no-such-generation", "the gallery has no generation %d".formatted(number)));
  }

  @Override
  public List<GenerationEntry> of(GalleryEntry gallery) {
    return readers.ask(session ->
        session.all(
            LineageRows::generation,
            GENERATION + "WHERE g.gallery = ? ORDER BY g.number",
            gallery.id()));
  }

  @Override
  public GenerationEntry begin(GalleryEntry gallery, Space space, Optional<String> encoder) {
    return writer.await(
        Work.alone(ledger -> {
          Session session = ledger.session();
          ledger.gallery(gallery.id());
          checkNoneBuilding(session, gallery);
          int number = next(session, gallery.id());
          long spaceNumber = GalleryRows.numbered(ledger, gallery.id(), space);
          insert(session, gallery.id(), number, spaceNumber, encoder, State.BUILDING);
          ledger.reread();
          return find(session, gallery.id(), number);
        }));
  }

  private static void checkNoneBuilding(Session session, GalleryEntry gallery) throws SQLException {
    OptionalLong building =
        session.number(
            "SELECT number FROM generation WHERE gallery = ? AND state = 0", gallery.id());
    if (building.isPresent()) {
      throw new GalleryException.Conflict(
          "reindex-under-way",
          "gallery %s builds generation %d already, expected none: wait for it or cancel its job"
              .formatted(gallery.name(), building.getAsLong()));
    }
  }

  @Override
  public void stand(GalleryEntry gallery, int number) {
    writer.await(
        Work.alone(ledger -> {
          GenerationEntry found = find(ledger.session(), gallery.id(), number);
          state(ledger.session(), gallery.id(), number, State.STANDING);
          return found;
        }));
  }

  @Override
  public GalleryEntry activate(GalleryEntry gallery, int number, Instant expires) {
    return writer.await(
        Work.alone(ledger -> {
          Session session = ledger.session();
          GenerationEntry chosen = find(session, gallery.id(), number);
          if (chosen.state() != State.STANDING) {
            throw new GalleryException.Conflict(
                "generation-building",
                "generation %d is still being built, expected it to stand".formatted(number));
          }
          int relieved = GalleryRows.entry(session, gallery.id()).generation();
          expire(session, gallery.id(), relieved, expires.getEpochSecond());
          expire(session, gallery.id(), number, 0);
          long space = GalleryRows.numbered(ledger, gallery.id(), chosen.space());
          GalleryRows.charge(session, gallery.id(), space, number, chosen.encoder());
          ledger.reread();
          return GalleryRows.entry(session, gallery.id());
        }));
  }

  private static void expire(Session session, long gallery, int number, long second)
      throws SQLException {
    session.change(
        "UPDATE generation SET expires = ? WHERE gallery = ? AND number = ?",
        second,
        gallery,
        number);
  }

  @Override
  public void drop(GalleryEntry gallery, int number) {
    writer.await(
        Work.alone(ledger -> {
          GenerationEntry found = find(ledger.session(), gallery.id(), number);
          if (GalleryRows.entry(ledger.session(), gallery.id()).generation() == number) {
            throw new GalleryException.Conflict(
                "generation-in-charge",
                "generation %d is in charge, expected another one: activate that first"
                    .formatted(number));
          }
          state(ledger.session(), gallery.id(), number, State.DROPPED);
          ledger.reread();
          return found;
        }));
  }

  @Override
  public List<Unencoded> templates(GalleryEntry gallery, Space space, long after, int limit) {
    return unencoded(
        gallery,
        space,
        """
        SELECT t.key, s.id || '/' || t.id, t.sample FROM template t
        JOIN subject s ON s.key = ? | t.subject
        WHERE t.key > ? AND t.key <= ? AND NOT EXISTS (
          SELECT 1 FROM embedding e WHERE e.key = ? | (t.key & 1099511627775))
        ORDER BY t.key LIMIT ?
        """,
        Unencoded.Owner.TEMPLATE,
        after,
        limit);
  }

  @Override
  public List<Unencoded> templates(GalleryEntry gallery, Space space, SubjectId subject) {
    return readers.ask(session ->
        session.all(
            LineageRows::unencodedTemplate,
            """
            SELECT t.key, s.id || '/' || t.id, t.sample
            FROM subject s JOIN template t ON t.subject = s.key & 1099511627775
            WHERE s.gallery = ? AND s.id = ? AND NOT EXISTS (
              SELECT 1 FROM embedding e WHERE e.key = ? | (t.key & 1099511627775))
            ORDER BY t.key
            """,
            gallery.id(),
            subject.value(),
            spaceKey(session, gallery, space)));
  }

  private static Unencoded unencodedTemplate(ResultSet row) throws SQLException {
    return unencoded(row, Unencoded.Owner.TEMPLATE);
  }

  private static Unencoded unencoded(ResultSet row, Unencoded.Owner owner) throws SQLException {
    return new Unencoded(
        owner, Key.number(row.getLong(1)), row.getString(2), TemplateRows.digest(row.getBytes(3)));
  }

  @Override
  public List<Unencoded> strangers(GalleryEntry gallery, Space space, long after, int limit) {
    return unencoded(
        gallery,
        space,
        """
        SELECT r.key, r.id, r.sample FROM stranger r
        WHERE r.gallery = ? >> 40 AND r.key > ? AND r.key <= ? AND NOT EXISTS (
          SELECT 1 FROM stranger_embedding e WHERE e.key = ? | (r.key & 1099511627775))
        ORDER BY r.key LIMIT ?
        """,
        Unencoded.Owner.STRANGER,
        after,
        limit);
  }

  private List<Unencoded> unencoded(
      GalleryEntry gallery,
      Space space,
      String query,
      Unencoded.Owner owner,
      long after,
      int limit) {
    return readers.ask(session ->
        session.all(
            row -> unencoded(row, owner),
            query,
            Key.first(gallery.id()),
            Key.of(gallery.id(), after),
            Key.last(gallery.id()),
            spaceKey(session, gallery, space),
            limit));
  }

  private static long spaceKey(Session session, GalleryEntry gallery, Space space)
      throws SQLException {
    return Key.first(GalleryRows.spaceNumber(session, gallery.id(), space).orElse(0));
  }

  @Override
  public Gap gap(GalleryEntry gallery, Space space) {
    return readers.ask(session ->
        session
            .first(
                row -> new Gap(row.getLong(2), row.getLong(1) - row.getLong(2)),
                """
                SELECT count(*), count(t.sample) FROM template t
                WHERE t.key > ? AND t.key <= ? AND NOT EXISTS (
                  SELECT 1 FROM embedding e WHERE e.key = ? | (t.key & 1099511627775))
                """,
                Key.first(gallery.id()),
                Key.last(gallery.id()),
                spaceKey(session, gallery, space))
            .orElseThrow());
  }
}
