package dev.kith.gallery.registry;

import dev.kith.gallery.Fusion;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The rows of live galleries and their spaces.
final class GalleryRows {
  private static final String ENTRY =
      """
      SELECT g.id, g.name, s.id, s.dimension, g.generation, g.encoder, g.fpir, g.threshold,
        g.fpir_floor, g.fmr, g.recall, g.keep_samples, g.review,
        g.fusion
      FROM gallery g JOIN space s ON s.number = g.space WHERE g.erased = 0
      """;

  private GalleryRows() {}

  static GalleryException noSuchGallery(long id) {
    return new GalleryException.NotFound(
        "no-such-gallery", "gallery %d is gone, expected a live one".formatted(id));
  }

  static Optional<GalleryEntry> named(Session session, GalleryName name) throws SQLException {
    return session.first(GalleryRows::entry, ENTRY + " AND g.name = ?", name.value());
  }

  static GalleryEntry entry(Session session, long id) throws SQLException {
    return session
        .first(GalleryRows::entry, ENTRY + " AND g.id = ?", id)
        .orElseThrow(() -> noSuchGallery(id));
  }

  static List<GalleryEntry> list(Session session, String after, int limit) throws SQLException {
    return session.all(
        GalleryRows::entry, ENTRY + " AND g.name > ? ORDER BY g.name LIMIT ?", after, limit);
  }

  private static GalleryEntry entry(ResultSet row) throws SQLException {
    return new GalleryEntry(
        row.getLong(1),
        new GalleryName(row.getString(2)),
        new Space(row.getString(3), row.getInt(4)),
        row.getInt(5),
        new GallerySettings(
            Optional.ofNullable(row.getString(6)),
            row.getDouble(7),
            number(row, 8),
            number(row, 9),
            number(row, 10),
            row.getDouble(11),
            row.getBoolean(12),
            row.getBoolean(13),
            fusion(row.getInt(14))));
  }

  private static int code(Fusion fusion) {
    return switch (fusion) {
      case BEST -> 0;
      case CENTROID -> 1;
    };
  }

  private static Fusion fusion(int code) {
    return code == code(Fusion.CENTROID) ? Fusion.CENTROID : Fusion.BEST;
  }

  private static OptionalDouble number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  static void insert(Session session, long id, GalleryName name, long space) throws SQLException {
    session.change(
        """
        INSERT INTO gallery (id, name, space, generation, fpir, recall, keep_samples, review)
        VALUES (?, ?, ?, 1, 0, 0, 0, 0)
        """,
        id,
        name.value(),
        space);
  }

  static void update(Session session, long id, GallerySettings settings) throws SQLException {
    session.change(
        """
        UPDATE gallery SET encoder = ?, fpir = ?, threshold = ?, fpir_floor = ?, fmr = ?,
          recall = ?, keep_samples = ?, review = ?, fusion = ?
        WHERE id = ?
        """,
        settings.encoder().orElse(null),
        settings.fpir(),
        orNull(settings.threshold()),
        orNull(settings.fpirFloor()),
        orNull(settings.fmr()),
        settings.recall(),
        settings.keepSamples(),
        settings.review(),
        code(settings.fusion()),
        id);
  }

  static void charge(Session session, long id, long space, int generation, Optional<String> encoder)
      throws SQLException {
    session.change(
        "UPDATE gallery SET space = ?, generation = ?, encoder = ? WHERE id = ?",
        space,
        generation,
        encoder.orElse(null),
        id);
  }

  static boolean erase(Session session, GalleryName name) throws SQLException {
    return session.change(
            "UPDATE gallery SET erased = 1 WHERE name = ? AND erased = 0", name.value())
        > 0;
  }

  static OptionalLong spaceNumber(Session session, long gallery, Space space) throws SQLException {
    return session.number(
        "SELECT number FROM space WHERE gallery = ? AND id = ? AND dimension = ?",
        gallery,
        space.id(),
        space.dimension());
  }

  /// The number of a gallery's space, given out now if it is new.
  static long numbered(Ledger ledger, long gallery, Space space) throws SQLException {
    OptionalLong known = spaceNumber(ledger.session(), gallery, space);
    if (known.isPresent()) {
      return known.getAsLong();
    }
    long number = ledger.counters().next(Counters.Of.SPACE);
    ledger
        .session()
        .change(
            "INSERT INTO space (number, gallery, id, dimension) VALUES (?, ?, ?, ?)",
            number,
            gallery,
            space.id(),
            space.dimension());
    return number;
  }

  static List<OpenGallery.NumberedSpace> spaces(Session session, long gallery) throws SQLException {
    return session.all(
        row ->
            new OpenGallery.NumberedSpace(
                row.getLong(1),
                new Space(row.getString(2), row.getInt(3)),
                row.getBoolean(4),
                row.getBoolean(5)),
        """
        SELECT s.number, s.id, s.dimension,
          EXISTS (SELECT 1 FROM generation g WHERE g.space = s.number AND g.state < 2),
          EXISTS (SELECT 1 FROM embedding e WHERE e.bridged = 1
            AND e.key > s.number << 40 AND e.key < (s.number + 1) << 40)
        FROM space s WHERE s.gallery = ? ORDER BY s.number
        """,
        gallery);
  }

  static Optional<OpenGallery> open(Session session, long id) throws SQLException {
    List<OpenGallery.NumberedSpace> spaces = spaces(session, id);
    return session.first(
        row ->
            new OpenGallery(
                id,
                spaces,
                row.getLong(1),
                new Tally(row.getLong(2), row.getLong(3), row.getLong(4))),
        "SELECT space, subjects, templates, head FROM gallery WHERE id = ? AND erased = 0",
        id);
  }

  static void store(Session session, OpenGallery gallery) throws SQLException {
    Tally tally = gallery.tally();
    session.change(
        "UPDATE gallery SET subjects = ?, templates = ?, head = ? WHERE id = ?",
        tally.subjects(),
        tally.templates(),
        tally.head(),
        gallery.id());
  }

  static Registry.Counts counts(Session session, long gallery) throws SQLException {
    return session
        .first(
            row -> new Registry.Counts(row.getLong(1), row.getLong(2)),
            "SELECT subjects, templates FROM gallery WHERE id = ? AND erased = 0",
            gallery)
        .orElseThrow(() -> noSuchGallery(gallery));
  }
}
