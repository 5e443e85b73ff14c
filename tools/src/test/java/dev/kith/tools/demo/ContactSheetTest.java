package dev.kith.tools.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.tools.glyph.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContactSheetTest {
  @TempDir private Path dir;

  @Test
  void aSheetHasRoomForEverySection() throws IOException {
    Script script = new Script(5);
    List<ContactSheet.Cell> cells = new ArrayList<>();
    ContactSheet.Verdict[] verdicts = ContactSheet.Verdict.values();
    for (int i = 0; i < 6; i++) {
      cells.add(
          new ContactSheet.Cell(
              script.draw(i, 0, 64).buffered(),
              script.draw(i, 1, 64).buffered(),
              verdicts[i % verdicts.length],
              List.of("match 0.8" + i, "glyph-00" + i)));
    }
    Path file = dir.resolve("sheet.png");
    ContactSheet.write(
        List.of(
            new ContactSheet.Section("known: (0-9), abcdefghijklm.", cells),
            new ContactSheet.Section("nopqrstuvwxyz 0123456789 :/?-", cells.subList(0, 2))),
        file);
    var sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(4 * 240 + 12);
    assertThat(sheet.getHeight()).isEqualTo(12 + (44 + 2 * 172) + (44 + 172));
  }
}
