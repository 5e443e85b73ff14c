package dev.kith.gallery.registry;

import dev.kith.gallery.Bridges;
import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.SampleDigest;
import dev.kith.gallery.Space;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows of bridges, and what they are learned on and used for.
record BridgeRows(Readers readers, Writer writer) implements Bridges {
  @Override
  public List<Sampled> sampled(GalleryEntry gallery, Space space, int most) {
    return readers.ask(session -> {
      long number = number(session, gallery, space);
      List<Sampled> sampled =
          new ArrayList<>(sampledStrangers(session, gallery.id(), space, number, most));
      if (sampled.size() < most) {
        sampled.addAll(
            sampledTemplates(session, gallery.id(), space, number, most - sampled.size()));
      }
      return sampled;
    });
  }

  @Override
  public List<Template> uncarried(
      GalleryEntry gallery, Space from, Space to, long after, int limit) {
    return readers.ask(session -> {
      long fromNumber = number(session, gallery, from);
      long toNumber = number(session, gallery, to);
      List<Template> templates = new ArrayList<>();
      for (long each :
          BridgedRows.uncarried(session, gallery.id(), fromNumber, toNumber, after, limit)) {
        EmbeddingRows.numbered(session, gallery.id(), from, fromNumber, each)
            .ifPresent(templates::add);
      }
      return templates;
    });
  }

  /// 0 when the gallery never had such a space.
  private static long number(Session session, GalleryEntry gallery, Space space)
      throws SQLException {
    return GalleryRows.spaceNumber(session, gallery.id(), space).orElse(0);
  }

  @Override
  public Optional<byte[]> kept(GalleryEntry gallery, Space from, Space to) {
    return readers.ask(
        session -> kept(session, number(session, gallery, from), number(session, gallery, to)));
  }

  @Override
  public void keep(GalleryEntry gallery, Space from, Space to, byte[] bridge) {
    boolean _ =
        writer.await(
            Work.alone(ledger -> {
              Session session = ledger.session();
              keep(session, number(session, gallery, from), number(session, gallery, to), bridge);
              return true;
            }));
  }

  @Override
  public long count(GalleryEntry gallery, Space space) {
    return readers.ask(session -> BridgedRows.count(session, number(session, gallery, space)));
  }

  @Override
  public boolean any(GalleryEntry gallery, Space space) {
    return readers.ask(session -> BridgedRows.any(session, number(session, gallery, space)));
  }

  @Override
  public long subjects(GalleryEntry gallery, Space space) {
    return readers.ask(
        session -> BridgedRows.subjects(session, gallery.id(), number(session, gallery, space)));
  }

  @Override
  public Set<SubjectId> among(GalleryEntry gallery, Space space, List<SubjectId> subjects) {
    return readers.ask(session -> {
      long number = number(session, gallery, space);
      Set<SubjectId> bridged = new HashSet<>();
      for (SubjectId each : subjects) {
        if (BridgedRows.isBridged(session, gallery.id(), number, each)) {
          bridged.add(each);
        }
      }
      return bridged;
    });
  }

  private static List<Sampled> sampledStrangers(
      Session session, long gallery, Space space, long number, int most) throws SQLException {
    return sampled(
        session,
        space,
        """
        SELECT -1 - (min(r.key) OVER (PARTITION BY coalesce(r.person, r.key)) & 1099511627775),
          r.sample, e.key, e.checksum, e.vector
        FROM stranger r JOIN stranger_embedding e ON e.key = ? | (r.key & 1099511627775)
        WHERE r.gallery = ? AND r.role = 0 AND r.sample IS NOT NULL ORDER BY r.key LIMIT ?
        """,
        Key.first(number),
        gallery,
        most);
  }

  private static List<Sampled> sampledTemplates(
      Session session, long gallery, Space space, long number, int most) throws SQLException {
    long sampled =
        session
            .number(
                "SELECT count(sample) FROM template WHERE key > ? AND key <= ?",
                Key.first(gallery),
                Key.last(gallery))
            .orElseThrow();
    return sampled(
        session,
        space,
        """
        SELECT t.subject, t.sample, e.key, e.checksum, e.vector
        FROM template t JOIN embedding e ON e.key = ? | (t.key & 1099511627775)
        WHERE t.key > ? AND t.key <= ? AND t.sample IS NOT NULL AND e.bridged IS NULL
          AND t.subject % ? = 0
        ORDER BY t.key LIMIT ?
        """,
        Key.first(number),
        Key.first(gallery),
        Key.last(gallery),
        Math.max(1, sampled / most),
        most);
  }

  private static List<Sampled> sampled(
      Session session, Space space, String query, Object... arguments) throws SQLException {
    return session
        .all(
            row -> {
              Optional<Embedding> embedding =
                  StoredEmbedding.read(
                      space, row.getLong(3), row.getLong(4), row.getBytes(5), false);
              long identity = row.getLong(1);
              SampleDigest sample = TemplateRows.digest(row.getBytes(2)).orElseThrow();
              return embedding.map(whole -> new Sampled(identity, sample, whole));
            },
            query,
            arguments)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static void keep(Session session, long from, long to, byte[] body) throws SQLException {
    session.change(
        "INSERT OR REPLACE INTO bridge (origin, destination, checksum, body) VALUES (?, ?, ?, ?)",
        from,
        to,
        StoredEmbedding.checksum(ends(from, to), body, true),
        body);
  }

  private static long ends(long from, long to) {
    return from << 32 | to;
  }

  /// @throws CorruptionException when its checksum fails
  private static Optional<byte[]> kept(Session session, long from, long to) throws SQLException {
    return session.first(
        row -> {
          byte[] body = row.getBytes(2);
          if (StoredEmbedding.checksum(ends(from, to), body, true) != row.getLong(1)) {
            throw new CorruptionException(
                "the bridge from space %d to %d fails its checksum".formatted(from, to));
          }
          return body;
        },
        "SELECT checksum, body FROM bridge WHERE origin = ? AND destination = ?",
        from,
        to);
  }

  /// A space goes, and the bridges with it.
  static void forget(Session session, long space) throws SQLException {
    session.change("DELETE FROM bridge WHERE origin = ? OR destination = ?", space, space);
  }
}
