package dev.kith.gallery.registry;

import dev.kith.gallery.Change;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The change log. Entries hold numbers only; what is read is the row as it is now.
final class LogRows {
  /// What an entry is about, stored as its code.
  private enum Kind {
    TEMPLATE(0),
    SUBJECT(1);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private record Entry(long sequence, int kind, long number, long subject) {}

  private LogRows() {}

  /// @param subject its number
  static void insertSubject(Session session, long gallery, long sequence, long subject)
      throws SQLException {
    session.change(
        "INSERT INTO log (gallery, sequence, kind, number) VALUES (?, ?, ?, ?)",
        gallery,
        sequence,
        Kind.SUBJECT.code,
        subject);
  }

  /// @param space the number of the only space it matters in; null for all of them
  static void insertTemplate(
      Session session,
      long gallery,
      long sequence,
      long template,
      long subject,
      @Nullable Long space)
      throws SQLException {
    session.change(
        "INSERT INTO log (gallery, sequence, kind, number, space, subject) VALUES (?, ?, ?, ?, ?, ?)",
        gallery,
        sequence,
        Kind.TEMPLATE.code,
        template,
        space,
        subject);
  }

  /// @throws GalleryException.Conflict `log-trimmed` when entries after `sequence` are gone,
  ///   `ahead-of-log` when there never was such a sequence
  static List<Change> after(Session session, long gallery, Space space, long sequence, int limit)
      throws SQLException {
    checkKept(session, gallery, sequence);
    OptionalLong numbered = GalleryRows.spaceNumber(session, gallery, space);
    List<Entry> entries =
        session.all(
            row -> new Entry(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4)),
            """
            SELECT sequence, kind, number, subject FROM log WHERE gallery = ? AND sequence > ?
              AND (space IS NULL OR space = ?)
            ORDER BY sequence LIMIT ?
            """,
            gallery,
            sequence,
            numbered.orElse(0),
            limit);
    List<Change> changes = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      changes.add(change(session, gallery, space, numbered, entry));
    }
    return changes;
  }

  private static void checkKept(Session session, long gallery, long sequence) throws SQLException {
    long trimmed =
        session
            .number("SELECT trimmed FROM gallery WHERE id = ?", gallery)
            .orElseThrow(() -> GalleryRows.noSuchGallery(gallery));
    long head = session.number("SELECT head FROM gallery WHERE id = ?", gallery).orElseThrow();
    if (sequence < trimmed) {
      throw new GalleryException.Conflict(
          "log-trimmed",
          "got sequence %d, expected at least %d: older entries are gone"
              .formatted(sequence, trimmed));
    }
    if (sequence > head) {
      throw new GalleryException.Conflict(
          "ahead-of-log",
          "got sequence %d, expected at most %d, the last change".formatted(sequence, head));
    }
  }

  private static Change change(
      Session session, long gallery, Space space, OptionalLong numbered, Entry entry)
      throws SQLException {
    if (entry.kind() == Kind.SUBJECT.code) {
      return SubjectRows.numbered(session, gallery, entry.number())
          .<Change>map(subject -> new Change.Describe(entry.sequence(), subject))
          .orElseGet(() -> new Change.Forget(entry.sequence(), entry.number()));
    }
    if (numbered.isEmpty()) {
      return new Change.Withdraw(entry.sequence(), entry.number(), entry.subject());
    }
    return EmbeddingRows.numbered(session, gallery, space, numbered.getAsLong(), entry.number())
        .<Change>map(template -> new Change.Enrol(entry.sequence(), template))
        .orElseGet(() -> new Change.Withdraw(entry.sequence(), entry.number(), entry.subject()));
  }

  static long head(Session session, long gallery) throws SQLException {
    return session
        .number("SELECT head FROM gallery WHERE id = ?", gallery)
        .orElseThrow(() -> GalleryRows.noSuchGallery(gallery));
  }

  /// Drops up to `limit` of the entries up to `sequence`.
  ///
  /// @return entries dropped
  static int trim(Session session, long gallery, long sequence, int limit) throws SQLException {
    OptionalLong last =
        session.number(
            """
            SELECT max(sequence) FROM (
              SELECT sequence FROM log WHERE gallery = ? AND sequence <= ? ORDER BY sequence LIMIT ?)
            """,
            gallery,
            sequence,
            limit);
    if (last.orElse(0) == 0) {
      return 0;
    }
    session.change(
        "UPDATE gallery SET trimmed = ? WHERE id = ? AND trimmed < ?",
        last.getAsLong(),
        gallery,
        last.getAsLong());
    return session.change(
        "DELETE FROM log WHERE gallery = ? AND sequence <= ?", gallery, last.getAsLong());
  }
}
