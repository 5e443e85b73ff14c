package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kith.encoder.Encoder;
import dev.kith.encoder.onnx.OnnxEncoders;
import dev.kith.encoder.onnx.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibleTest {
  private static final String STEPS =
      ",\"losses\":[{\"loss\":\"supcon\"}],\"budget\":{\"steps\":400}";

  @TempDir private Path folder;

  private JsonNode run(String name, String more) throws Exception {
    return new Run(Recipes.glyphs(STEPS + more), folder, folder.resolve(name), Duration.ofHours(1))
        .train();
  }

  private Encoder open(String name) throws Exception {
    byte[] model = Files.readAllBytes(folder.resolve(name).resolve("encoder.onnx"));
    return new OnnxEncoders(Provider.CPU, 1_000_000).open(model, Optional.empty());
  }

  @Test
  void probesOfTheNewEncoderFindTheirSubjectsAmongTheOldOnes() throws Exception {
    run("old", "");
    var metrics =
        run(
            "new",
            ",\"seed\":8,\"compatibleWith\":{\"encoder\":\"old/encoder.onnx\",\"weight\":1}");
    try (var old = open("old");
        var now = open("new")) {
      assertThat(now.manifest().text("compatible-with")).contains(old.space().id());
      assertThat(old.manifest().text("compatible-with")).isEmpty();
      assertThat(metrics.path("compatible").path("with").asText()).isEqualTo(old.space().id());
    }
    // 12 classes: an encoder that knows nothing of the old one finds one in twelve
    assertThat(metrics.path("compatible").path("newFindsOld").asDouble()).isGreaterThan(0.25);
    assertThat(metrics.path("compatible").path("oldFindsOld").asDouble()).isGreaterThan(0.4);
  }

  @Test
  void anEncoderThatIsntThereOrDoesntFitIsRefused() {
    assertThatThrownBy(() -> run("a", ",\"compatibleWith\":{\"encoder\":\"nowhere.onnx\"}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("nowhere.onnx isn't there");
    assertThatThrownBy(() -> run("b", ",\"compatibleWith\":{\"encoder\":\"glyph\"}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("a net of 16 dimensions, expected 128");
    assertThatThrownBy(() -> run("c", ",\"compatibleWith\":{\"weight\":1}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("expected a file and numbers above 0");
  }
}
