package dev.kith.gallery.registry;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Change;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The rows of subjects.
final class SubjectRows {
  private static final String SUBJECT =
      "SELECT key, id, display_name, attributes FROM subject WHERE ";

  private SubjectRows() {}

  private static Subject subject(ResultSet row) throws SQLException {
    return new Subject(
        Key.number(row.getLong(1)),
        new SubjectId(row.getString(2)),
        Optional.ofNullable(row.getString(3)),
        Packed.attributes(row.getBytes(4)));
  }

  static Optional<Subject> named(Session session, long gallery, SubjectId id) throws SQLException {
    return session.first(
        SubjectRows::subject, SUBJECT + "gallery = ? AND id = ?", gallery, id.value());
  }

  static Optional<Subject> numbered(Session session, long gallery, long number)
      throws SQLException {
    return session.first(SubjectRows::subject, SUBJECT + "key = ?", Key.of(gallery, number));
  }

  static List<Subject> byId(Session session, long gallery, String after, int limit)
      throws SQLException {
    return session.all(
        SubjectRows::subject,
        SUBJECT + "gallery = ? AND id > ? ORDER BY id LIMIT ?",
        gallery,
        after,
        limit);
  }

  static List<Subject> byNumber(Session session, long gallery, long after, int limit)
      throws SQLException {
    return session.all(
        SubjectRows::subject,
        SUBJECT + "key > ? AND key <= ? ORDER BY key LIMIT ?",
        Key.of(gallery, after),
        Key.last(gallery),
        limit);
  }

  static Optional<String> displayName(Session session, long gallery, SubjectId id)
      throws SQLException {
    return session
        .first(
            row -> Optional.ofNullable(row.getString(1)),
            "SELECT display_name FROM subject WHERE gallery = ? AND id = ?",
            gallery,
            id.value())
        .flatMap(name -> name);
  }

  static OptionalLong find(Ledger ledger, OpenGallery gallery, SubjectId id) throws SQLException {
    OptionalLong remembered = ledger.remembered(gallery, id);
    if (remembered.isPresent()) {
      return remembered;
    }
    OptionalLong key =
        ledger
            .session()
            .number(
                "SELECT key FROM subject WHERE gallery = ? AND id = ?", gallery.id(), id.value());
    if (key.isEmpty()) {
      return key;
    }
    long number = Key.number(key.getAsLong());
    ledger.remember(gallery, id, number);
    return OptionalLong.of(number);
  }

  static long findOrCreate(Ledger ledger, OpenGallery gallery, SubjectId id) throws SQLException {
    OptionalLong known = ledger.remembered(gallery, id);
    return known.isPresent()
        ? known.getAsLong()
        : create(ledger, gallery, id, null, null)
            .orElseGet(() -> ledger.remembered(gallery, id).orElseThrow());
  }

  /// Tries to insert before it looks: bulk work mostly brings new subjects.
  private static OptionalLong create(
      Ledger ledger,
      OpenGallery gallery,
      SubjectId id,
      @Nullable String displayName,
      byte @Nullable [] attributes)
      throws SQLException {
    long number = ledger.counters().next(Counters.Of.SUBJECT);
    int inserted =
        ledger
            .session()
            .change(
                """
                INSERT INTO subject (key, gallery, id, display_name, attributes) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (gallery, id) DO NOTHING
                """,
                Key.of(gallery.id(), number),
                gallery.id(),
                id.value(),
                displayName,
                attributes);
    if (inserted == 0) {
      ledger.counters().takeBack(Counters.Of.SUBJECT);
      find(ledger, gallery, id);
      return OptionalLong.empty();
    }
    ledger.remember(gallery, id, number);
    ledger.count(gallery, gallery.tally().subjects(1));
    return OptionalLong.of(number);
  }

  static Outcome describe(Ledger ledger, OpenGallery gallery, Write.Describe write)
      throws SQLException {
    Optional<Subject> before = named(ledger.session(), gallery.id(), write.subject());
    Optional<String> name = write.displayName().or(() -> before.flatMap(Subject::displayName));
    Map<String, Attribute> attributes =
        write.attributes().orElseGet(() -> before.map(Subject::attributes).orElse(Map.of()));
    if (before.isEmpty()) {
      long number =
          create(ledger, gallery, write.subject(), name.orElse(null), Packed.attributes(attributes))
              .orElseThrow();
      log(ledger, gallery, new Subject(number, write.subject(), name, attributes));
      return Outcome.CREATED;
    }
    Subject now = new Subject(before.get().number(), write.subject(), name, attributes);
    if (now.equals(before.get())) {
      return Outcome.UNCHANGED;
    }
    ledger
        .session()
        .change(
            "UPDATE subject SET display_name = ?, attributes = ? WHERE key = ?",
            name.orElse(null),
            Packed.attributes(attributes),
            Key.of(gallery.id(), now.number()));
    log(ledger, gallery, now);
    return Outcome.REPLACED;
  }

  private static void log(Ledger ledger, OpenGallery gallery, Subject subject) throws SQLException {
    long sequence = ledger.logSubject(gallery, subject.number());
    ledger.announce(gallery, News.forAll(new Change.Describe(sequence, subject)));
  }

  static Outcome remove(Ledger ledger, OpenGallery gallery, SubjectId id) throws SQLException {
    OptionalLong number = find(ledger, gallery, id);
    if (number.isEmpty()) {
      return Outcome.ABSENT;
    }
    TemplateRows.withdrawAll(ledger, gallery, number.getAsLong());
    ledger
        .session()
        .change("DELETE FROM subject WHERE key = ?", Key.of(gallery.id(), number.getAsLong()));
    ledger.forget(gallery, id);
    ledger.count(gallery, gallery.tally().subjects(-1));
    long sequence = ledger.logSubject(gallery, number.getAsLong());
    ledger.announce(gallery, News.forAll(new Change.Forget(sequence, number.getAsLong())));
    return Outcome.REMOVED;
  }
}
