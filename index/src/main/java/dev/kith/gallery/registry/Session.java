package dev.kith.gallery.registry;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// One connection with the statements it has prepared so far. Used by one thread at a time.
final class Session implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5000;

  /// What a kept statement is for.
  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /// What a query's row becomes.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  /// Opens the one connection that writes, creating the file if need be. A commit returns after its
  /// log is synced.
  static Session writing(Path file) throws SQLException {
    Session session = open(file, new SQLiteConfig());
    session.run("PRAGMA page_size = 16384");
    session.run("PRAGMA journal_mode = WAL");
    session.run("PRAGMA synchronous = FULL");
    session.run("PRAGMA wal_autocheckpoint = 4096");
    session.run("PRAGMA cache_size = -131072");
    session.run("PRAGMA temp_store = MEMORY");
    return session;
  }

  static Session reading(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Session session = open(file, config);
    session.run("PRAGMA cache_size = -16384");
    return session;
  }

  private static Session open(Path file, SQLiteConfig config) throws SQLException {
    config.setBusyTimeout(PATIENCE_MILLIS);
    // nobody asks for them, and looking them up would cost a third of every insert
    config.setGetGeneratedKeys(false);
    // as a URI, so that no character of the path is taken for a driver's option
    return new Session(JDBC.createConnection(JDBC.PREFIX + file.toUri(), config.toProperties()));
  }

  /// Runs a statement that is not worth keeping.
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Runs a kept statement.
  ///
  /// @return rows changed
  int change(String sql, @Nullable Object... arguments) throws SQLException {
    return use(PreparedStatement::executeUpdate, sql, arguments);
  }

  <T> List<T> all(Row<T> reader, String sql, @Nullable Object... arguments) throws SQLException {
    return use(
        statement -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              rows.add(reader.read(row));
            }
          }
          return rows;
        },
        sql,
        arguments);
  }

  <T> Optional<T> first(Row<T> reader, String sql, @Nullable Object... arguments)
      throws SQLException {
    return use(
        statement -> {
          try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
          }
        },
        sql,
        arguments);
  }

  OptionalLong number(String sql, @Nullable Object... arguments) throws SQLException {
    return use(
        statement -> {
          try (ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
          }
        },
        sql,
        arguments);
  }

  /// A statement that failed isn't kept: on a full disk the driver has closed it.
  private <T> T use(Use<T> use, String sql, @Nullable Object... arguments) throws SQLException {
    try {
      return use.of(bound(sql, arguments));
    } catch (SQLException e) {
      PreparedStatement failed = prepared.remove(sql);
      if (failed != null) {
        failed.close();
      }
      throw e;
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
