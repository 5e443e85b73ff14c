package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.onnx.OnnxEncoders;
import dev.kith.encoder.onnx.Provider;
import dev.kith.tools.glyph.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir Path folder;

  private JsonNode run(Recipe recipe, String name) throws Exception {
    return new Run(recipe, folder, folder.resolve(name), Duration.ofSeconds(30)).train();
  }

  @Test
  void aSeedAndABudgetGiveTheSameFileBitForBit() throws Exception {
    var recipe = Recipes.glyphs(",\"budget\":{\"steps\":4}");
    run(recipe, "a");
    run(recipe, "b");
    assertThat(folder.resolve("a/encoder.onnx"))
        .hasSameBinaryContentAs(folder.resolve("b/encoder.onnx"));
  }

  @Test
  void theFileIsAnEncoderThatKithOpens() throws Exception {
    var metrics = run(Recipes.glyphs(",\"budget\":{\"steps\":30}"), "");
    byte[] model = Files.readAllBytes(folder.resolve("encoder.onnx"));
    try (var encoder = new OnnxEncoders(Provider.CPU, 1_000_000).open(model, Optional.empty())) {
      assertThat(encoder.manifest().threshold()).isPresent();
      assertThat(encoder.manifest().number("prior.shape")).isPresent();
      assertThat(encoder.encode(new Script(9).draw(0, 0, 50).png()))
          .isInstanceOf(Encoding.Encoded.class);
    }
    assertThat(metrics.path("validation").path("recallAt1").asDouble()).isGreaterThan(0.2);
  }

  @Test
  void aTimeBudgetBecomesSteps() throws Exception {
    run(Recipes.glyphs(",\"budget\":{\"seconds\":0.2}"), "");
    var written = RecipeFile.read(folder.resolve("recipe.json"));
    assertThat(written.budget().steps()).isPositive();
    assertThat(written.budget().seconds()).isZero();
  }

  @Test
  void recipesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> RecipeFile.parse("{}")).hasMessageContaining("without \"name\"");
    assertThatThrownBy(() -> Recipes.glyphs("")).hasMessageContaining("exactly one of them");
    assertThatThrownBy(
            () -> Recipes.glyphs(",\"budget\":{\"steps\":1},\"validation\":{\"classes\":1}"))
        .hasMessageContaining("at least 2 classes");
    assertThatThrownBy(() -> Recipes.glyphs(",\"budget\":{\"steps\":1},\"bugdet\":{}"))
        .hasMessageContaining("bugdet");
  }
}
