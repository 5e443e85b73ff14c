package dev.kith.gallery.registry;

import java.sql.SQLException;
import java.util.Arrays;

/// The last numbers given out. Work that fails leaves gaps, never a number used twice.
final class Counters {
  /// What is counted; the order of the columns of table `counter`.
  enum Of {
    GALLERY(0),
    SPACE(1),
    SUBJECT(2),
    TEMPLATE(3),
    SEQUENCE(4);

    private final int column;

    Of(int column) {
      this.column = column;
    }
  }

  private final long[] last = new long[Of.values().length];
  private long[] stored;

  Counters(Session session) throws SQLException {
    session.first(
        row -> {
          for (int i = 0; i < last.length; i++) {
            last[i] = row.getLong(i + 1);
          }
          return this;
        },
        "SELECT gallery, space, subject, template, sequence FROM counter");
    stored = last.clone();
  }

  long next(Of what) {
    return ++last[what.column];
  }

  /// The last number given out was not used after all.
  void takeBack(Of what) {
    last[what.column]--;
  }

  /// Writes the numbers, if there were new ones.
  void store(Session session) throws SQLException {
    if (Arrays.equals(last, stored)) {
      return;
    }
    session.change(
        "UPDATE counter SET gallery = ?, space = ?, subject = ?, template = ?, sequence = ?",
        last[0],
        last[1],
        last[2],
        last[3],
        last[4]);
    stored = last.clone();
  }

  /// What was stored since the last commit is not.
  void rolledBack() {
    stored = new long[0];
  }
}
