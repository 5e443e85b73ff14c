package dev.kith.gallery.registry;

import dev.kith.gallery.Space;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The names of encoders and the spaces they stand for.
final class EncoderRows {
  private EncoderRows() {}

  static Map<String, Space> all(Session session) throws SQLException {
    Map<String, Space> encoders = new LinkedHashMap<>();
    session.all(
        row -> encoders.put(row.getString(1), new Space(row.getString(2), row.getInt(3))),
        "SELECT name, space, dimension FROM encoder ORDER BY name");
    return encoders;
  }

  static boolean put(Session session, String name, Space space) throws SQLException {
    return session.change(
            """
            INSERT INTO encoder (name, space, dimension) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET space = excluded.space, dimension = excluded.dimension
            """,
            name,
            space.id(),
            space.dimension())
        > 0;
  }

  static boolean delete(Session session, String name) throws SQLException {
    return session.change("DELETE FROM encoder WHERE name = ?", name) > 0;
  }
}
