package dev.kith.gallery.registry;

import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// The rows of exclusions.
final class ExclusionRows {
  private static final int ENROLLED = 0;
  private static final int TWICE = 1;

  private record Row(int kind, String id, String subject) {
    static Row of(Exclusion exclusion) {
      return switch (exclusion) {
        case Exclusion.Enrolled(StrangerId stranger, SubjectId subject) ->
            new Row(ENROLLED, stranger.value(), subject.value());
        case Exclusion.Twice(SubjectId subject, SubjectId other) ->
            new Row(TWICE, other.value(), subject.value());
      };
    }
  }

  private ExclusionRows() {}

  static Outcome add(Session session, long gallery, Write.Exclude write) throws SQLException {
    Row row = Row.of(write.exclusion());
    int added =
        session.change(
            "INSERT INTO exclusion (gallery, kind, id, subject) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            gallery,
            row.kind(),
            row.id(),
            row.subject());
    return added > 0 ? Outcome.CREATED : Outcome.UNCHANGED;
  }

  static Outcome remove(Session session, long gallery, Write.Readmit write) throws SQLException {
    Row row = Row.of(write.exclusion());
    int removed =
        session.change(
            "DELETE FROM exclusion WHERE gallery = ? AND kind = ? AND id = ? AND subject = ?",
            gallery,
            row.kind(),
            row.id(),
            row.subject());
    return removed > 0 ? Outcome.REMOVED : Outcome.ABSENT;
  }

  static List<Exclusion> of(Session session, long gallery) throws SQLException {
    return session.all(
        ExclusionRows::exclusion,
        "SELECT kind, id, subject FROM exclusion WHERE gallery = ? ORDER BY kind, id, subject",
        gallery);
  }

  private static Exclusion exclusion(ResultSet row) throws SQLException {
    SubjectId subject = new SubjectId(row.getString(3));
    return row.getInt(1) == ENROLLED
        ? new Exclusion.Enrolled(new StrangerId(row.getString(2)), subject)
        : new Exclusion.Twice(subject, new SubjectId(row.getString(2)));
  }
}
