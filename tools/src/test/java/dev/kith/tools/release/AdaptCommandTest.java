package dev.kith.tools.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.evaluate.Embeddings;
import dev.kith.tools.evaluate.EncoderFile;
import dev.kith.tools.export.Features;
import dev.kith.tools.export.Layer;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.OnnxNet;
import dev.kith.tools.export.Weights;
import dev.kith.tools.release.Commands.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptCommandTest {
  @TempDir private Path directory;

  private Path out() {
    return directory.resolve("out.onnx");
  }

  private Outcome adapt(String... more) {
    var arguments = new ArrayList<>(List.of("--out", out().toString()));
    arguments.addAll(List.of(more));
    return Commands.run(new AdaptCommand(), arguments.toArray(String[]::new));
  }

  /// An encoder that was never trained: a head has much to gain on it.
  private Path untrained() throws IOException {
    var net =
        new Net(
            new Features.Planes(1, 16, 16),
            List.of(
                new Layer.Conv(6, 5, 2, 2, 1, true),
                new Layer.Relu(),
                new Layer.Flatten(),
                new Layer.Linear(48, true)));
    var words =
        Map.of("kith.name", "raw", "kith.input", "1x16x16", "kith.mean", "0.9", "kith.std", "0.25");
    var file = directory.resolve("raw.onnx");
    return Files.write(file, OnnxNet.write(net, Weights.start(net, 1), words).toByteArray());
  }

  private Path recipe(String json) throws IOException {
    return Files.writeString(directory.resolve("head.json"), json.replace('\'', '"'));
  }

  @Test
  void aHeadIsTrainedAppendedMeasuredAndExplained() throws IOException {
    Path images = Commands.glyphs(directory.resolve("images"), 80, 8);
    Path recipe = recipe("{'budget':{'steps':200},'optimiser':{'rate':0.003}}");
    Outcome outcome =
        adapt(
            "--encoder",
            untrained().toString(),
            "--images",
            images.toString(),
            "--recipe",
            recipe.toString(),
            "--dimension",
            "32",
            "--json");
    assertThat(outcome.error()).isEmpty();
    var json = new JsonMapper().readTree(outcome.out());
    assertThat(json.path("heldOutClasses").asInt()).isEqualTo(16);
    assertThat(json.path("parity").asDouble()).isLessThan(1e-5);
    assertThat(json.at("/after/mapAtR").asDouble())
        .isGreaterThan(json.at("/before/mapAtR").asDouble());
    try (var encoder = EncoderFile.read(out().toString()).open()) {
      var manifest = encoder.manifest();
      assertThat(encoder.space().dimension()).isEqualTo(32);
      assertThat(manifest.name()).hasValue("raw-adapted");
      assertThat(manifest.text("loss")).hasValue("multi_similarity");
      assertThat(manifest.number("prior.classes")).hasValue(16);
      assertThat(manifest.threshold()).isPresent();
    }
  }

  @Test
  void aHeadThatGainsNothingIsNotWritten() throws IOException {
    Path images = Commands.glyphs(directory.resolve("images"), 40, 5);
    // no step of this size leaves anything as good as it was
    Path recipe =
        recipe(
            "{'budget':{'steps':4},'optimiser':{'rate':50},'validation':{'every':2},'batch':{'classes':8}}");
    Outcome outcome =
        adapt("--encoder", "glyph", "--images", images.toString(), "--recipe", recipe.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.error()).contains("gained nothing", "nothing is written");
    assertThat(out()).doesNotExist();
  }

  @Test
  void whatCannotBeAdaptedSaysWhatWasExpected() throws IOException {
    Path images = Commands.glyphs(directory.resolve("images"), 12, 4);
    assertThat(adapt("--encoder", "none.onnx", "--images", images.toString()).error())
        .contains("none.onnx isn't there");
    Path broken = Files.writeString(directory.resolve("broken.onnx"), "no model");
    assertThat(adapt("--encoder", broken.toString(), "--images", images.toString()).error())
        .contains("ONNX Runtime can't load the model");
    assertThat(
            adapt("--encoder", "glyph", "--images", images.toString(), "--dimension", "129")
                .error())
        .contains("got --dimension 129, expected 1 to the encoder's 128");
    Path lone = Commands.glyphs(directory.resolve("lone"), 12, 2);
    assertThat(adapt("--encoder", "glyph", "--images", lone.toString()).error())
        .contains("0 of 8 classes to learn from have 4 samples, expected at least 2");
    var odd = recipe("{'lozzes':[]}").toString();
    assertThat(adapt("--encoder", "glyph", "--images", images.toString(), "--recipe", odd).error())
        .contains("lozzes");
    assertThat(out()).doesNotExist();
  }

  @Test
  void principalAxesKeepWhatSpreadsMost() {
    var random = new Random(3);
    int n = 400;
    var rows = new float[n * 6];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 6; j++) {
        rows[6 * i + j] = (float) (random.nextGaussian() * (j == 2 || j == 4 ? 5 : 0.3));
      }
    }
    var axes = PrincipalAxes.of(new Embeddings(6, rows, new int[n]), 2);
    for (int axis = 0; axis < 2; axis++) {
      double kept = Math.hypot(axes.at(6 * axis + 2), axes.at(6 * axis + 4));
      assertThat(kept).isCloseTo(1, within(0.01));
    }
    var whole = PrincipalAxes.of(new Embeddings(6, rows, new int[n]), 6);
    assertThat(whole.values()[7]).isEqualTo(1);
    assertThat(whole.values()[6]).isZero();
  }
}
