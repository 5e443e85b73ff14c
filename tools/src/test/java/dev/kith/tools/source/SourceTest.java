package dev.kith.tools.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.tools.terminal.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceTest {
  @TempDir private Path dir;

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> told(Source source) throws IOException {
    List<String> told = new ArrayList<>();
    try (source) {
      source.forEachRemaining(item ->
          told.add(
              switch (item) {
                case SourceItem.Sample s ->
                    s.origin() + " | " + s.subject() + " | " + new String(s.image(), UTF_8);
                case SourceItem.Row r ->
                    r.origin() + " | " + r.subject() + " | " + r.values()[0] + " " + r.values()[1];
                case SourceItem.Line l -> l.origin() + " | " + new String(l.json(), UTF_8);
                case SourceItem.Refused r -> r.origin() + " ! " + r.code();
              }));
    }
    return told;
  }

  private List<String> told(Path path) throws IOException {
    return told(Source.open(path, Optional.empty()));
  }

  private void fillFolder(Path root) throws IOException {
    write(root.resolve("ada/1.png"), "one");
    write(root.resolve("ada/2.JPG"), "two");
    write(root.resolve("greek/beta/1.png"), "three");
    write(root.resolve("ada/.DS_Store"), "x");
    write(root.resolve("ada/notes.txt"), "x");
    write(root.resolve("stray.png"), "x");
  }

  private static final List<String> FOLDER_TOLD =
      List.of(
          "ada/1.png | ada | one",
          "ada/2.JPG | ada | two",
          "ada/notes.txt ! not-an-image",
          "greek/beta/1.png | greek/beta | three",
          "stray.png ! no-subject");

  @Test
  void aFoldersPathIsTheSubject() throws IOException {
    Path root = dir.resolve("with space");
    fillFolder(root);
    assertThat(told(root)).isEqualTo(FOLDER_TOLD);
  }

  @Test
  void aZipIsReadWithoutTheFolderAroundEverything() throws IOException {
    Path zip = dir.resolve("samples.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      fillFolder(files.getPath("/samples"));
    }
    assertThat(told(zip)).isEqualTo(FOLDER_TOLD);
  }

  @Test
  void linesKeepTheirNumbersOverBlankOnes() throws IOException {
    Path file = dir.resolve("items.ndjson");
    write(file, "{\"a\":1}\n\n  \n{\"b\":2}\r\n{\"c\":3}");
    assertThat(told(file))
        .containsExactly("line 1 | {\"a\":1}", "line 4 | {\"b\":2}\r", "line 5 | {\"c\":3}");
    try (Source source = Source.open(file, Optional.empty())) {
      assertThat(source.total()).isEqualTo(3);
    }
  }

  @Test
  void anEmptyFileHasNoLines() throws IOException {
    Path file = dir.resolve("empty.jsonl");
    write(file, "");
    assertThat(told(file)).isEmpty();
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @Test
  void fvecsTakesItsSubjectsFromTheFileBesideIt() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (float first : new float[] {1, 3}) {
      bytes.writeBytes(new byte[] {2, 0, 0, 0});
      bytes.writeBytes(floats(ByteOrder.LITTLE_ENDIAN, first, first + 1));
    }
    Files.write(dir.resolve("v.fvecs"), bytes.toByteArray());
    write(dir.resolve("v.ids"), "ada\nbob\n");
    assertThat(told(dir.resolve("v.fvecs")))
        .containsExactly("row 1 | ada | 1.0 2.0", "row 2 | bob | 3.0 4.0");
  }

  @Test
  void aTornFvecsIsRefusedWhole() throws IOException {
    Files.write(dir.resolve("v.fvecs"), new byte[] {2, 0, 0, 0, 1, 1});
    write(dir.resolve("v.ids"), "ada\n");
    assertThatThrownBy(() -> told(dir.resolve("v.fvecs")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("has 6 bytes, expected a multiple of 12");
  }

  private Path npy(String header, byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\u0093NUMPY\u0001\u0000".getBytes(ISO_8859_1));
    bytes.writeBytes(new byte[] {(byte) header.length(), 0});
    bytes.writeBytes(header.getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    Files.write(dir.resolve("v.npy"), bytes.toByteArray());
    write(dir.resolve("v.txt"), "ada\nbob\n");
    return dir.resolve("v.npy");
  }

  @Test
  void npyIsReadInEitherByteOrder() throws IOException {
    String header = "{'descr': '%sf4', 'fortran_order': False, 'shape': (2, 2), }\n";
    List<String> expected = List.of("row 1 | ada | 1.0 2.0", "row 2 | bob | 3.0 4.0");
    assertThat(told(npy(header.formatted("<"), floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))))
        .isEqualTo(expected);
    assertThat(told(npy(header.formatted(">"), floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4))))
        .isEqualTo(expected);
  }

  @Test
  void npyOfAnotherShapeIsRefused() {
    assertThatThrownBy(() ->
            told(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", new byte[16])))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("expected a two-dimensional array of float32 or float64");
  }

  @Test
  void idsMustBeAsManyAsVectors() throws IOException {
    Path file =
        npy(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
            floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4));
    write(dir.resolve("other"), "ada\n");
    assertThatThrownBy(() -> Source.open(file, Optional.of(dir.resolve("other"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("has 1 ids for the 2 vectors");
  }

  @Test
  void whatIsNotThereOrUnknownIsSaid() throws IOException {
    assertThatThrownBy(() -> told(dir.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    write(dir.resolve("a.csv"), "1,2");
    assertThatThrownBy(() -> told(dir.resolve("a.csv"))).isInstanceOf(CommandFailure.class);
  }
}
