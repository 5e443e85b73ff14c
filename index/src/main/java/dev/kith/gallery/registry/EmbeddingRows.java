package dev.kith.gallery.registry;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Subject;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The rows of embeddings, joined with whose they are. A row that fails its checksum is never
/// served.
final class EmbeddingRows {
  private static final System.Logger LOG = System.getLogger(EmbeddingRows.class.getName());

  /// What [#read] reads.
  private static final String COLUMNS =
      "SELECT e.key, e.checksum, e.vector, t.subject, s.id, t.id, e.bridged ";

  /// Parameters: gallery << 40 twice, then the condition's.
  private static final String TEMPLATE =
      COLUMNS
          + """
          FROM embedding e
            LEFT JOIN template t ON t.key = ? | (e.key & 1099511627775)
            LEFT JOIN subject s ON s.key = ? | t.subject
          WHERE
          """;

  /// Parameters: space << 40, gallery << 40, the subject's number.
  private static final String OF_SUBJECT =
      COLUMNS
          + """
          FROM template t
            JOIN embedding e ON e.key = ? | (t.key & 1099511627775)
            LEFT JOIN subject s ON s.key = ? | t.subject
          WHERE t.subject = ? ORDER BY t.key
          """;

  /// A row, and its template unless it is damaged.
  private record Read(long number, Optional<Template> template) {}

  private EmbeddingRows() {}

  /// Adds the embedding or puts it in the place of an older one.
  static void put(Session session, long space, long number, Embedding embedding)
      throws SQLException {
    long key = Key.of(space, number);
    byte[] vector = StoredEmbedding.bytes(embedding);
    session.change(
        "INSERT OR REPLACE INTO embedding (key, checksum, vector, bridged) VALUES (?, ?, ?, ?)",
        key,
        StoredEmbedding.checksum(key, vector, embedding.bridged()),
        vector,
        embedding.bridged() ? 1 : null);
  }

  static void delete(Session session, OpenGallery gallery, long number) throws SQLException {
    for (OpenGallery.NumberedSpace space : gallery.spaces()) {
      session.change("DELETE FROM embedding WHERE key = ?", Key.of(space.number(), number));
    }
  }

  /// The stored embedding; empty when there is none, or a damaged one.
  static Optional<Embedding> stored(Session session, Space space, long spaceNumber, long number)
      throws SQLException {
    long key = Key.of(spaceNumber, number);
    return session
        .first(
            row ->
                StoredEmbedding.read(
                    space, key, row.getLong(1), row.getBytes(2), row.getBoolean(3)),
            "SELECT checksum, vector, bridged FROM embedding WHERE key = ?",
            key)
        .flatMap(embedding -> embedding);
  }

  static Optional<Template> numbered(
      Session session, long gallery, Space space, long spaceNumber, long number)
      throws SQLException {
    Optional<Read> read =
        session.first(
            row -> read(row, space),
            TEMPLATE + "e.key = ?",
            Key.first(gallery),
            Key.first(gallery),
            Key.of(spaceNumber, number));
    if (read.isPresent() && read.get().template().isEmpty()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the embedding of template %d fails its checksum and is not served".formatted(number));
    }
    return read.flatMap(Read::template);
  }

  static Registry.Page page(
      Session session, long gallery, Space space, long spaceNumber, long after, int limit)
      throws SQLException {
    List<Read> rows =
        session.all(
            row -> read(row, space),
            TEMPLATE + "e.key > ? AND e.key <= ? ORDER BY e.key LIMIT ?",
            Key.first(gallery),
            Key.first(gallery),
            Key.of(spaceNumber, after),
            Key.last(spaceNumber),
            limit);
    return page(
        rows,
        rows.size() < limit ? OptionalLong.empty() : OptionalLong.of(rows.getLast().number()));
  }

  private static Registry.Page page(List<Read> rows, OptionalLong last) {
    List<Template> templates = new ArrayList<>(rows.size());
    List<Long> damaged = new ArrayList<>();
    for (Read row : rows) {
      row.template().ifPresentOrElse(templates::add, () -> damaged.add(row.number()));
    }
    return new Registry.Page(templates, damaged, last);
  }

  /// All templates of the next subjects; see [Registry#templatesBySubject].
  static Registry.Page bySubject(
      Session session, long gallery, Space space, long spaceNumber, long after, int limit)
      throws SQLException {
    List<Subject> subjects = SubjectRows.byNumber(session, gallery, after, limit);
    List<Read> rows = new ArrayList<>();
    for (Subject each : subjects) {
      rows.addAll(read(session, gallery, space, spaceNumber, each.number()));
    }
    return page(
        rows,
        subjects.size() < limit
            ? OptionalLong.empty()
            : OptionalLong.of(subjects.getLast().number()));
  }

  static List<Template> of(
      Session session, long gallery, Space space, long spaceNumber, long subject)
      throws SQLException {
    return page(read(session, gallery, space, spaceNumber, subject), OptionalLong.empty())
        .templates();
  }

  private static List<Read> read(
      Session session, long gallery, Space space, long spaceNumber, long subject)
      throws SQLException {
    return session.all(
        row -> read(row, space), OF_SUBJECT, Key.first(spaceNumber), Key.first(gallery), subject);
  }

  /// An embedding without its template or subject is damage, too.
  private static Read read(ResultSet row, Space space) throws SQLException {
    long key = row.getLong(1);
    long number = Key.number(key);
    Optional<Embedding> embedding =
        StoredEmbedding.read(space, key, row.getLong(2), row.getBytes(3), row.getBoolean(7));
    String subject = row.getString(5);
    String template = row.getString(6);
    if (embedding.isEmpty() || subject == null || template == null) {
      return new Read(number, Optional.empty());
    }
    return new Read(
        number,
        Optional.of(
            new Template(
                number,
                row.getLong(4),
                new SubjectId(subject),
                new TemplateId(template),
                embedding.get())));
  }
}
