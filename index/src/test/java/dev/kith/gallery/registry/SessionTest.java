package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private static final String ROW = "INSERT INTO sheet (bytes) VALUES (?)";

  @TempDir Path directory;

  @Test
  void whatFoundTheDiskFullWorksAgainOnceThereIsRoom() throws SQLException {
    try (Session session = Session.writing(directory.resolve("registry.db"))) {
      session.run("CREATE TABLE sheet (bytes BLOB)");
      session.run("PRAGMA max_page_count = 12");
      byte[] bytes = new byte[16_384];
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  session.change(ROW, bytes);
                }
              })
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("full");
      long before = session.number("SELECT count(*) FROM sheet").orElseThrow();
      session.run("PRAGMA max_page_count = 100");
      assertThat(session.change(ROW, bytes)).isEqualTo(1);
      assertThat(session.number("SELECT count(*) FROM sheet")).hasValue(before + 1);
    }
  }
}
