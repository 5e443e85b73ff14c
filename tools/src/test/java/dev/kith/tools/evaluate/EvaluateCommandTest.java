package dev.kith.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.glyph.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

/// The bundled encoder on glyphs it never saw.
@Isolated
class EvaluateCommandTest {
  @TempDir private Path directory;

  private record Outcome(int code, String out, String error) {}

  private static Outcome run(String... arguments) {
    PrintStream standard = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder error = new StringBuilder();
    CommandLine line = new CommandLine(new EvaluateCommand());
    line.setExecutionExceptionHandler((e, _, _) -> {
      error.append(e.getMessage());
      return 1;
    });
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      int code = line.execute(arguments);
      return new Outcome(code, out.toString(StandardCharsets.UTF_8), error.toString());
    } finally {
      System.setOut(standard);
    }
  }

  private Path glyphs(int classes, int samples) throws IOException {
    Script script = new Script(99);
    Path images = directory.resolve("images");
    for (int i = 0; i < classes; i++) {
      Path folder = Files.createDirectories(images.resolve("glyph-" + i));
      for (int n = 0; n < samples; n++) {
        Files.write(folder.resolve(n + ".png"), script.draw(i, n, 48).png());
      }
    }
    return images;
  }

  @Test
  void theBundledEncoderIsMeasuredWithTheKeysOfTheContract() throws IOException {
    Path images = glyphs(80, 5);
    Path report = directory.resolve("report.html");
    Outcome outcome =
        run(
            "--encoder",
            "glyph",
            "--images",
            images.toString(),
            "--draws",
            "4",
            "--report",
            report.toString(),
            "--json");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.code()).isZero();
    JsonNode json = new JsonMapper().readTree(outcome.out());
    assertThat(json.path("images").asInt()).isEqualTo(400);
    assertThat(json.path("classes").asInt()).isEqualTo(80);
    assertThat(json.path("recallAt1").asDouble()).isGreaterThan(0.9);
    assertThat(json.at("/protocol/draws").asInt()).isEqualTo(4);
    assertThat(json.at("/rank1/mean").asDouble())
        .isBetween(json.at("/rank1/low").asDouble(), json.at("/rank1/high").asDouble());
    assertThat(json.at("/cmc/1").asDouble()).isEqualTo(json.at("/rank1/mean").asDouble());
    assertThat(json.at("/recallAt/1").asDouble()).isEqualTo(json.path("recallAt1").asDouble());
    assertThat(json.path("det").get(0).path("fpir").asDouble()).isEqualTo(3 / 160.0);
    // 160 probes of strangers can't tell 1 %
    assertThat(json.path("fnirAtFpir")).isEmpty();
    assertThat(Files.readString(report))
        .contains("<svg", "Cumulative match", "Strangers most taken", "Evaluation of");
  }

  @Test
  void whatCannotBeMeasuredSaysWhatWasExpected() throws IOException {
    assertThat(run("--encoder", "glyph", "--images", "nowhere").error())
        .contains("nowhere isn't there, expected a folder of images");
    assertThat(run("--encoder", "none.onnx", "--images", glyphs(4, 2).toString()).error())
        .contains("none.onnx isn't there, expected an .onnx file");
    assertThat(
            run("--encoder", "glyph", "--images", glyphs(4, 2).toString(), "--enrol", "2").error())
        .contains("0 classes have more than 2 samples");
  }
}
