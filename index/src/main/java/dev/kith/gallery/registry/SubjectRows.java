package dev.kith.gallery.registry;

import dev.kith.gallery.Attribute;
import dev.kith.gallery.Change;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The rows of subjects.
final class SubjectRows {
  private static final String SUBJECT =
      "SELECT key, id, display_name, attributes FROM subject WHERE ";

  /// Subjects that one statement asks for: as many as an identification mostly names.
  private static final int TOGETHER = 10;

  private static final String DISPLAY_NAMES =
      "SELECT id, display_name FROM subject WHERE display_name IS NOT NULL AND gallery = ? AND id IN (?"
          + ", ?".repeat(TOGETHER - 1)
          + ")";

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

  /// Display names of those subjects that have one.
  static Map<SubjectId, String> displayNames(Session session, long gallery, List<SubjectId> ids)
      throws SQLException {
    Map<SubjectId, String> names = new HashMap<>();
    for (int from = 0; from < ids.size(); from += TOGETHER) {
      Object[] arguments = new Object[1 + TOGETHER];
      arguments[0] = gallery;
      for (int i = 0; i < TOGETHER; i++) {
        // the last one fills up what is left
        arguments[1 + i] = ids.get(Math.min(from + i, ids.size() - 1)).value();
      }
      for (Map.Entry<SubjectId, String> each :
          session.all(
              row -> Map.entry(new SubjectId(row.getString(1)), row.getString(2)),
              DISPLAY_NAMES,
              arguments)) {
        names.put(each.getKey(), each.getValue());
      }
    }
    return names;
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
    ledger.renamed(gallery, subject.id());
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
    ledger.renamed(gallery, id);
    ledger.count(gallery, gallery.tally().subjects(-1));
    long sequence = ledger.logSubject(gallery, number.getAsLong());
    ledger.announce(gallery, News.forAll(new Change.Forget(sequence, number.getAsLong())));
    return Outcome.REMOVED;
  }
}
