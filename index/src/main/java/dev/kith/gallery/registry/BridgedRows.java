package dev.kith.gallery.registry;

import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Embeddings that were carried over from another space. In each space a subject has bridged ones
/// or others, never both: so a subject is judged by one threshold.
final class BridgedRows {
  private BridgedRows() {}

  /// Adds a bridged embedding to a template that still has what it was carried from.
  static Outcome carry(Ledger ledger, OpenGallery gallery, Write.Carry write) throws SQLException {
    Session session = ledger.session();
    OptionalLong from = gallery.number(write.from().space());
    OptionalLong to = gallery.number(write.bridged().space());
    OptionalLong subject =
        session.number(
            "SELECT subject FROM template WHERE key = ?", Key.of(gallery.id(), write.number()));
    if (from.isEmpty()
        || to.isEmpty()
        || subject.isEmpty()
        || !EmbeddingRows.stored(session, write.from().space(), from.getAsLong(), write.number())
            .equals(Optional.of(write.from()))
        || hasOwn(session, to.getAsLong(), subject.getAsLong())) {
      return Outcome.ABSENT;
    }
    TemplateRows.add(
        ledger, gallery, write.number(), new OpenGallery.Needed(to.getAsLong(), write.bridged()));
    return Outcome.CREATED;
  }

  private static boolean hasOwn(Session session, long space, long subject) throws SQLException {
    return session
        .number(
            """
            SELECT 1 FROM template t JOIN embedding e ON e.key = ? | (t.key & 1099511627775)
            WHERE t.subject = ? AND e.bridged IS NULL LIMIT 1
            """,
            Key.first(space),
            subject)
        .isPresent();
  }

  /// The enrolment without bridged embeddings in spaces where its subject has others.
  ///
  /// @throws GalleryException.Conflict `has-own-embeddings` where that is the space in charge
  static Write.Enrol admitted(Session session, OpenGallery gallery, long subject, Write.Enrol write)
      throws SQLException {
    if (write.embeddings().stream().noneMatch(Embedding::bridged)) {
      return write;
    }
    List<Embedding> admitted = new ArrayList<>();
    for (Embedding embedding : write.embeddings()) {
      OptionalLong space = gallery.number(embedding.space());
      if (!embedding.bridged() || space.isEmpty() || !hasOwn(session, space.getAsLong(), subject)) {
        admitted.add(embedding);
      } else if (gallery.isInCharge(space.getAsLong())) {
        throw hasOwn(write.subject(), embedding);
      }
    }
    return new Write.Enrol(write.subject(), write.template(), admitted, write.sample());
  }

  private static GalleryException hasOwn(SubjectId subject, Embedding embedding) {
    return new GalleryException.Conflict(
        "has-own-embeddings",
        "got an embedding of an older space for subject %s, which has templates of %s: expected a sample, or an embedding of that"
            .formatted(subject, embedding.space().id()));
  }

  /// What was just put takes the subject's bridged embeddings off, in the spaces where it isn't
  /// bridged itself; the templates keep what they have in other spaces.
  static void relieve(
      Ledger ledger, OpenGallery gallery, long subject, long number, List<OpenGallery.Needed> put)
      throws SQLException {
    for (OpenGallery.Needed each : put) {
      if (each.embedding().bridged()) {
        gallery.bridged(each.spaceNumber());
      } else if (gallery.isBridged(each.spaceNumber())) {
        relieve(ledger, gallery, subject, number, each);
      }
    }
  }

  private static void relieve(
      Ledger ledger, OpenGallery gallery, long subject, long number, OpenGallery.Needed put)
      throws SQLException {
    Session session = ledger.session();
    List<Long> bridged =
        session.all(
            row -> Key.number(row.getLong(1)),
            """
            SELECT e.key FROM template t JOIN embedding e ON e.key = ? | (t.key & 1099511627775)
            WHERE t.subject = ? AND e.bridged = 1
            """,
            Key.first(put.spaceNumber()),
            subject);
    for (long each : bridged) {
      if (each != number) {
        session.change("DELETE FROM embedding WHERE key = ?", Key.of(put.spaceNumber(), each));
        long sequence = ledger.logTemplate(gallery, each, subject, put.spaceNumber());
        ledger.announce(
            gallery,
            News.within(put.embedding().space(), new Change.Withdraw(sequence, each, subject)));
      }
    }
  }

  static long count(Session session, long space) throws SQLException {
    return session
        .number(
            "SELECT count(*) FROM embedding WHERE bridged = 1 AND key > ? AND key <= ?",
            Key.first(space),
            Key.last(space))
        .orElseThrow();
  }

  static boolean any(Session session, long space) throws SQLException {
    return session
        .number(
            "SELECT 1 FROM embedding WHERE bridged = 1 AND key > ? AND key <= ? LIMIT 1",
            Key.first(space),
            Key.last(space))
        .isPresent();
  }

  static long subjects(Session session, long gallery, long space) throws SQLException {
    return session
        .number(
            """
            SELECT count(DISTINCT t.subject) FROM embedding e
              JOIN template t ON t.key = ? | (e.key & 1099511627775)
            WHERE e.bridged = 1 AND e.key > ? AND e.key <= ?
            """,
            Key.first(gallery),
            Key.first(space),
            Key.last(space))
        .orElseThrow();
  }

  static boolean isBridged(Session session, long gallery, long space, SubjectId subject)
      throws SQLException {
    return session
        .number(
            """
            SELECT 1 FROM subject s JOIN template t ON t.subject = s.key & 1099511627775
              JOIN embedding e ON e.key = ? | (t.key & 1099511627775)
            WHERE s.gallery = ? AND s.id = ? AND e.bridged = 1 LIMIT 1
            """,
            Key.first(space),
            gallery,
            subject.value())
        .isPresent();
  }

  /// Numbers of the templates; see [dev.kith.gallery.Bridges#uncarried].
  static List<Long> uncarried(
      Session session, long gallery, long from, long to, long after, int limit)
      throws SQLException {
    return session.all(
        row -> Key.number(row.getLong(1)),
        """
        SELECT t.key FROM template t
          JOIN embedding f ON f.key = ? | (t.key & 1099511627775)
        WHERE t.key > ? AND t.key <= ? AND t.sample IS NULL AND f.bridged IS NULL
          AND NOT EXISTS (SELECT 1 FROM embedding e WHERE e.key = ? | (t.key & 1099511627775))
          AND NOT EXISTS (
            SELECT 1 FROM template o JOIN embedding e ON e.key = ? | (o.key & 1099511627775)
            WHERE o.subject = t.subject AND e.bridged IS NULL)
        ORDER BY t.key LIMIT ?
        """,
        Key.first(from),
        Key.of(gallery, after),
        Key.last(gallery),
        Key.first(to),
        Key.first(to),
        limit);
  }
}
