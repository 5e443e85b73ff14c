package dev.kith.tools.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.evaluate.LabelledImages;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.onnx.ModelProto;
import dev.kith.tools.release.Commands.Outcome;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path directory;

  private Path out() {
    return directory.resolve("out.onnx");
  }

  private Outcome export(String... more) {
    var arguments = new ArrayList<>(List.of("--out", out().toString()));
    arguments.addAll(List.of(more));
    return Commands.run(new ExportCommand(), arguments.toArray(String[]::new));
  }

  @Test
  void aSidecarGoesIntoTheFileWithWhatStrangersScore() throws IOException {
    byte[] model = EncoderFile.read("glyph").model();
    var mute = OnnxFile.read(model).saying(Map.of()).bytes();
    Path foreign = Files.write(directory.resolve("foreign.onnx"), mute);
    Files.writeString(
        directory.resolve("foreign.json"),
        "{\"name\":\"foreign\",\"input\":\"1x32x32\",\"mean\":0.9,\"std\":0.25,\"resize\":\"pad\"}");
    Path images = Commands.glyphs(directory.resolve("images"), 40, 3);
    Outcome outcome =
        export(foreign.toString(), "--images", images.toString(), "--subjects", "1000", "--json");
    assertThat(outcome.error()).isEmpty();
    assertThat(new JsonMapper().readTree(outcome.out()).path("parity").asDouble()).isLessThan(1e-5);
    try (var encoder = EncoderFile.read(out().toString()).open()) {
      var manifest = encoder.manifest();
      assertThat(manifest.name()).hasValue("foreign");
      assertThat(manifest.dimension()).hasValue(128);
      assertThat(manifest.number("prior.classes")).hasValue(40);
      assertThat(manifest.threshold().orElseThrow()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void theFolderOfATrainingStandsForItsEncoder() throws IOException {
    Path run = Files.createDirectories(directory.resolve("run"));
    Files.write(run.resolve("encoder.onnx"), EncoderFile.read("glyph").model());
    assertThat(export(run.toString()).error()).isEmpty();
    assertThat(EncoderFile.read(out().toString()).model()).isNotEmpty();
  }

  @Test
  void int8IsMeasuredOnClassesItsRangesWereNotFoundOn() throws IOException {
    Path images = Commands.glyphs(directory.resolve("images"), 50, 4);
    Outcome outcome =
        export("glyph", "--images", images.toString(), "--int8", "--margin", "0.05", "--json");
    assertThat(outcome.error()).isEmpty();
    var json = new JsonMapper().readTree(outcome.out());
    assertThat(json.path("classes").asInt()).isEqualTo(40);
    assertThat(json.at("/int8/int8/recallAt1").asDouble()).isGreaterThan(0.85);
    assertThat(json.path("bytes").asLong())
        .isLessThan(EncoderFile.read("glyph").model().length / 3);
    try (var encoder = EncoderFile.read(out().toString()).open()) {
      assertThat(encoder.manifest().text("precision")).hasValue("int8");
      assertThat(encoder.manifest().number("prior.classes")).hasValue(40);
    }
  }

  @Test
  void int8ThatLosesMoreThanAskedIsRefusedWithBothFigures() {
    var before = new Standing(0.95, 0.9);
    assertThat(before.fallTo(new Standing(0.96, 0.91))).isNegative();
    var held =
        new LabelledImages(
            new Embeddings(2, new float[] {1, 0, 0, 1}, new int[] {0, 1}),
            List.of("a", "b"),
            List.of("a/1", "b/1"),
            List.of());
    var model = new OnnxFile(ModelProto.getDefaultInstance());
    var rounded =
        new Int8Release(model, held, before, new Standing(0.95, 0.88), new Pace(100, 200));
    assertThat(rounded.checked(0.03)).isSameAs(rounded);
    assertThatThrownBy(() -> rounded.checked(0.01))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("worse by 0.0200 on 2 classes")
        .hasMessageContaining("MAP@R 0.8800, float R@1 0.9500, MAP@R 0.9000")
        .hasMessageContaining("at most 0.01: nothing is written");
  }

  @Test
  void whatCannotBeExportedSaysWhatWasExpected() throws IOException {
    assertThat(export("none.onnx").error()).contains("none.onnx isn't there, expected an .onnx");
    assertThat(export("glyph", "--images", "x", "--margin", "-1").error())
        .contains("--margin -1.0", "0 or more");
    assertThat(export(directory.toString()).error())
        .contains("encoder.onnx isn't there, expected an .onnx");
    assertThat(export("glyph", "--int8").error()).contains("--int8 without --images");
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThat(export("glyph", "--images", empty.toString()).error())
        .contains("no image that can be encoded");
    Path few = Commands.glyphs(directory.resolve("few"), 2, 3);
    assertThat(export("glyph", "--images", few.toString()).error())
        .contains("9 comparisons between classes", "expected at least 1000");
    assertThat(out()).doesNotExist();
  }
}
