package dev.kith.gallery.registry;

import dev.kith.gallery.Change;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The rows of templates.
final class TemplateRows {
  private record Stored(long number, Optional<SampleDigest> sample) {}

  private TemplateRows() {}

  static byte @Nullable [] digest(Optional<SampleDigest> sample) {
    return sample.map(digest -> HexFormat.of().parseHex(digest.sha256())).orElse(null);
  }

  static Optional<SampleDigest> digest(byte @Nullable [] stored) {
    return stored == null
        ? Optional.empty()
        : Optional.of(new SampleDigest(HexFormat.of().formatHex(stored)));
  }

  static Map<TemplateId, Optional<SampleDigest>> of(Session session, long gallery, SubjectId id)
      throws SQLException {
    Map<TemplateId, Optional<SampleDigest>> templates = new LinkedHashMap<>();
    session.all(
        row -> templates.put(new TemplateId(row.getString(1)), digest(row.getBytes(2))),
        """
        SELECT t.id, t.sample FROM subject s JOIN template t ON t.subject = s.key & 1099511627775
        WHERE s.gallery = ? AND s.id = ? ORDER BY t.id
        """,
        gallery,
        id.value());
    return templates;
  }

  static Outcome enrol(Ledger ledger, OpenGallery gallery, Write.Enrol asked) throws SQLException {
    long subject = SubjectRows.findOrCreate(ledger, gallery, asked.subject());
    Write.Enrol write = BridgedRows.admitted(ledger.session(), gallery, subject, asked);
    List<OpenGallery.Needed> needed = gallery.accept(write.embeddings());
    long number = ledger.counters().next(Counters.Of.TEMPLATE);
    // tries to insert before it looks: bulk work mostly brings new templates
    int inserted =
        ledger
            .session()
            .change(
                """
                INSERT INTO template (key, subject, id, sample) VALUES (?, ?, ?, ?)
                ON CONFLICT (subject, id) DO NOTHING
                """,
                Key.of(gallery.id(), number),
                subject,
                write.template().value(),
                digest(write.sample()));
    if (inserted == 0) {
      ledger.counters().takeBack(Counters.Of.TEMPLATE);
      return replace(ledger, gallery, needed, subject, write);
    }
    put(ledger.session(), number, needed);
    BridgedRows.relieve(ledger, gallery, subject, number, needed);
    ledger.count(gallery, gallery.tally().templates(1));
    log(ledger, gallery, number, subject, write);
    return Outcome.CREATED;
  }

  private static Outcome replace(
      Ledger ledger,
      OpenGallery gallery,
      List<OpenGallery.Needed> needed,
      long subject,
      Write.Enrol write)
      throws SQLException {
    Session session = ledger.session();
    Stored stored = find(session, subject, write.template()).orElseThrow();
    boolean sameVectors = same(session, stored.number(), needed);
    boolean sameSample = stored.sample().equals(write.sample());
    if (sameVectors && sameSample) {
      return Outcome.UNCHANGED;
    }
    if (!sameSample) {
      orphan(session, stored.sample());
      session.change(
          "UPDATE template SET sample = ? WHERE key = ?",
          digest(write.sample()),
          Key.of(gallery.id(), stored.number()));
    }
    if (!sameVectors) {
      // embeddings of other spaces were made from what was there before
      EmbeddingRows.delete(session, gallery, stored.number());
      put(session, stored.number(), needed);
      BridgedRows.relieve(ledger, gallery, subject, stored.number(), needed);
    }
    log(ledger, gallery, stored.number(), subject, write);
    return Outcome.REPLACED;
  }

  private static boolean same(Session session, long number, List<OpenGallery.Needed> needed)
      throws SQLException {
    for (OpenGallery.Needed each : needed) {
      Embedding embedding = each.embedding();
      if (!EmbeddingRows.stored(session, embedding.space(), each.spaceNumber(), number)
          .equals(Optional.of(embedding))) {
        return false;
      }
    }
    return true;
  }

  private static void put(Session session, long number, List<OpenGallery.Needed> needed)
      throws SQLException {
    for (OpenGallery.Needed each : needed) {
      EmbeddingRows.put(session, each.spaceNumber(), number, each.embedding());
    }
  }

  /// Adds an embedding to a template that still stands and was made of that sample.
  static Outcome encode(Ledger ledger, OpenGallery gallery, Write.Encode write)
      throws SQLException {
    Session session = ledger.session();
    OptionalLong space = gallery.number(write.embedding().space());
    Optional<Optional<SampleDigest>> sample =
        session.first(
            row -> digest(row.getBytes(1)),
            "SELECT sample FROM template WHERE key = ?",
            Key.of(gallery.id(), write.number()));
    if (space.isEmpty() || sample.filter(write.sample()::equals).isEmpty()) {
      return Outcome.ABSENT;
    }
    add(
        ledger,
        gallery,
        write.number(),
        new OpenGallery.Needed(space.getAsLong(), write.embedding()));
    return Outcome.CREATED;
  }

  /// Puts an embedding that a template lacked, and tells the followers in its space.
  static void add(Ledger ledger, OpenGallery gallery, long number, OpenGallery.Needed added)
      throws SQLException {
    Session session = ledger.session();
    EmbeddingRows.put(session, added.spaceNumber(), number, added.embedding());
    Template template =
        EmbeddingRows.numbered(
                session, gallery.id(), added.embedding().space(), added.spaceNumber(), number)
            .orElseThrow();
    BridgedRows.relieve(ledger, gallery, template.subjectNumber(), number, List.of(added));
    long sequence =
        ledger.logTemplate(gallery, number, template.subjectNumber(), added.spaceNumber());
    ledger.announce(gallery, News.encoded(sequence, template));
  }

  private static void log(
      Ledger ledger, OpenGallery gallery, long number, long subject, Write.Enrol write)
      throws SQLException {
    long sequence = ledger.logTemplate(gallery, number, subject, null);
    ledger.announce(
        gallery,
        News.enrolled(
            sequence,
            new Template(
                number, subject, write.subject(), write.template(), write.embeddings().getFirst()),
            write.embeddings()));
  }

  static Outcome withdraw(Ledger ledger, OpenGallery gallery, Write.Withdraw write)
      throws SQLException {
    OptionalLong subject = SubjectRows.find(ledger, gallery, write.subject());
    Optional<Stored> stored =
        subject.isEmpty()
            ? Optional.empty()
            : find(ledger.session(), subject.getAsLong(), write.template());
    if (stored.isEmpty()) {
      return Outcome.ABSENT;
    }
    withdraw(ledger, gallery, subject.getAsLong(), stored.get());
    return Outcome.REMOVED;
  }

  static void withdrawAll(Ledger ledger, OpenGallery gallery, long subject) throws SQLException {
    List<Stored> templates =
        ledger
            .session()
            .all(
                TemplateRows::stored,
                "SELECT key, sample FROM template WHERE subject = ?",
                subject);
    for (Stored template : templates) {
      withdraw(ledger, gallery, subject, template);
    }
  }

  private static void withdraw(Ledger ledger, OpenGallery gallery, long subject, Stored template)
      throws SQLException {
    Session session = ledger.session();
    orphan(session, template.sample());
    EmbeddingRows.delete(session, gallery, template.number());
    session.change("DELETE FROM template WHERE key = ?", Key.of(gallery.id(), template.number()));
    ledger.count(gallery, gallery.tally().templates(-1));
    long sequence = ledger.logTemplate(gallery, template.number(), subject, null);
    ledger.announce(
        gallery, News.forAll(new Change.Withdraw(sequence, template.number(), subject)));
  }

  private static Optional<Stored> find(Session session, long subject, TemplateId id)
      throws SQLException {
    return session.first(
        TemplateRows::stored,
        "SELECT key, sample FROM template WHERE subject = ? AND id = ?",
        subject,
        id.value());
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(Key.number(row.getLong(1)), digest(row.getBytes(2)));
  }

  /// The sample may have lost its last reference: [Sweep] looks later.
  static void orphan(Session session, Optional<SampleDigest> sample) throws SQLException {
    if (sample.isPresent()) {
      session.change(
          "INSERT INTO orphan (sample) VALUES (?) ON CONFLICT DO NOTHING", digest(sample));
    }
  }
}
