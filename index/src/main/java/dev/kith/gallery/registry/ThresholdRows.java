package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.ThresholdHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The rows of past thresholds.
record ThresholdRows(Readers readers, Writer writer) implements ThresholdHistory {
  private static final int KEPT = 1000;

  @Override
  public void add(GalleryEntry gallery, Entry entry) {
    writer.await(
        Work.grouped(
            ledger -> {
              Session session = ledger.session();
              session.change(
                  """
                  INSERT INTO threshold_history (gallery, at, space, sequence, subjects, target,
                    threshold, low, high, method, trials, why)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  """,
                  gallery.id(),
                  entry.at().toEpochMilli(),
                  entry.space(),
                  entry.sequence(),
                  entry.subjects(),
                  entry.target(),
                  entry.threshold(),
                  entry.low(),
                  entry.high(),
                  entry.method(),
                  entry.trials(),
                  entry.why());
              return trim(session, gallery.id());
            },
            0));
  }

  private static int trim(Session session, long gallery) throws SQLException {
    return session.change(
        """
        DELETE FROM threshold_history WHERE gallery = ? AND number <= (
          SELECT number FROM threshold_history WHERE gallery = ?
          ORDER BY number DESC LIMIT 1 OFFSET ?)
        """,
        gallery,
        gallery,
        KEPT);
  }

  @Override
  public List<Entry> newest(GalleryEntry gallery, int limit) {
    return readers.ask(session ->
        session.all(
            ThresholdRows::entry,
            """
            SELECT at, space, sequence, subjects, target, threshold, low, high, method, trials, why
            FROM threshold_history WHERE gallery = ? ORDER BY number DESC LIMIT ?
            """,
            gallery.id(),
            limit));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        Instant.ofEpochMilli(row.getLong(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getDouble(5),
        row.getDouble(6),
        row.getDouble(7),
        row.getDouble(8),
        row.getString(9),
        row.getLong(10),
        row.getString(11));
  }
}
