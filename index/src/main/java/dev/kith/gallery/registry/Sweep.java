package dev.kith.gallery.registry;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Removes the rows of erased galleries and the samples that nobody refers to, a chunk at a time.
final class Sweep {
  private Sweep() {}

  /// @param most rows to remove
  /// @return whether there may be more
  static boolean chunk(Session session, SampleFiles samples, int most) throws SQLException {
    OptionalLong erased = session.number("SELECT min(id) FROM gallery WHERE erased = 1");
    if (erased.orElse(0) != 0) {
      gallery(session, erased.getAsLong(), most);
      return true;
    }
    return unneeded(session, most) || orphans(session, samples, most);
  }

  /// Embeddings of spaces that no generation needs.
  ///
  /// @return whether there were any
  private static boolean unneeded(Session session, int most) throws SQLException {
    OptionalLong space =
        session.number(
            """
            SELECT number FROM space s WHERE NOT EXISTS (
              SELECT 1 FROM generation g WHERE g.space = s.number AND g.state < 2) LIMIT 1
            """);
    if (space.isEmpty()) {
      return false;
    }
    int left = most;
    left -= range(session, "embedding", space.getAsLong(), left);
    left -= range(session, "stranger_embedding", space.getAsLong(), left);
    if (left > 0) {
      BridgeRows.forget(session, space.getAsLong());
      session.change("DELETE FROM space WHERE number = ?", space.getAsLong());
    }
    return true;
  }

  /// Children first: embeddings, templates, subjects, log, and the gallery when nothing else is
  /// left.
  private static void gallery(Session session, long gallery, int most) throws SQLException {
    int left = most;
    for (OpenGallery.NumberedSpace space : GalleryRows.spaces(session, gallery)) {
      BridgeRows.forget(session, space.number());
      left -= range(session, "embedding", space.number(), left);
      left -= range(session, "stranger_embedding", space.number(), left);
    }
    left -= sampled(session, "template", gallery, left);
    left -= sampled(session, "stranger", gallery, left);
    left -= range(session, "subject", gallery, left);
    left -= LogRows.trim(session, gallery, Long.MAX_VALUE, left);
    if (left > 0) {
      session.change("DELETE FROM exclusion WHERE gallery = ?", gallery);
      session.change("DELETE FROM threshold_history WHERE gallery = ?", gallery);
      session.change("DELETE FROM generation WHERE gallery = ?", gallery);
      session.change("DELETE FROM space WHERE gallery = ?", gallery);
      session.change("DELETE FROM gallery WHERE id = ?", gallery);
    }
  }

  /// Removes rows that name samples.
  ///
  /// @return rows removed
  private static int sampled(Session session, String table, long gallery, int most)
      throws SQLException {
    session.change(
        """
        INSERT INTO orphan (sample) SELECT sample FROM (
          SELECT sample FROM %s WHERE key > ? AND key <= ? ORDER BY key LIMIT ?)
        WHERE sample IS NOT NULL ON CONFLICT DO NOTHING
        """
            .formatted(table),
        Key.first(gallery),
        Key.last(gallery),
        most);
    return range(session, table, gallery, most);
  }

  /// @return rows removed
  private static int range(Session session, String table, long owner, int most)
      throws SQLException {
    return session.change(
        "DELETE FROM %s WHERE key IN (SELECT key FROM %s WHERE key > ? AND key <= ? ORDER BY key LIMIT ?)"
            .formatted(table, table),
        Key.first(owner),
        Key.last(owner),
        most);
  }

  /// The file goes before its row: a crash between them leaves a row, and the row leads to the
  /// file.
  private static boolean orphans(Session session, SampleFiles samples, int most)
      throws SQLException {
    List<byte[]> candidates =
        session.all(row -> row.getBytes(1), "SELECT sample FROM orphan LIMIT ?", most);
    boolean gone = false;
    for (byte[] sample : candidates) {
      Optional<Boolean> used =
          session.first(
              row -> true,
              """
              SELECT 1 FROM template WHERE sample = ? UNION ALL
              SELECT 1 FROM stranger WHERE sample = ? LIMIT 1
              """,
              sample,
              sample);
      if (used.isPresent() || samples.remove(TemplateRows.digest(sample).orElseThrow())) {
        session.change("DELETE FROM orphan WHERE sample = ?", sample);
        gone = true;
      }
    }
    return gone && candidates.size() == most;
  }
}
