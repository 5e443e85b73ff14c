package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainCommandTest {
  @TempDir private Path folder;

  private record Said(int code, String out, String err) {}

  private Said train(String recipe, String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("recipe.json"), recipe);
    var out = new StringWriter();
    var err = new StringWriter();
    var words = new java.util.ArrayList<>(java.util.List.of(file.toString()));
    words.addAll(java.util.List.of("--out", folder.resolve("run").toString(), "--json"));
    words.addAll(java.util.List.of(more));
    int code =
        new CommandLine(new TrainCommand())
            .setOut(new PrintWriter(out, true))
            .setExecutionExceptionHandler((failure, _, _) -> {
              err.append(failure.getClass().getSimpleName())
                  .append(": ")
                  .append(failure.getMessage());
              return ExitCode.FAILED;
            })
            .execute(words.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  private static String recipe() {
    return RecipeFile.write(Recipes.glyphs(",\"budget\":{\"steps\":3}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy_anchor | nosuch | got loss nosuch, expected one of",
        "\"params\" : { } | \"params\" : {\"x\":1} | got parameter x, expected some of",
        "\"classes\" : 8 | \"classes\" : 99 | got 40 classes with at least 3 samples, expected 99",
        "\"steps\" : 3 | \"steps\" : \"x\" | no recipe",
        "\"linear\" | \"lineer\" | Could not resolve type id 'lineer'",
      })
  void aMistakeInARecipeIsToldInASentence(String right, String wrong, String told)
      throws Exception {
    assertThat(recipe()).contains(right);
    var said = train(recipe().replace(right, wrong));
    assertThat(said.code()).isEqualTo(ExitCode.FAILED);
    assertThat(said.err()).startsWith("CommandFailure: ").contains(told);
  }

  @Test
  void aRecipeLearnsFromOtherFoldersWhenToldSo() throws Exception {
    for (int character = 0; character < 30; character++) {
      Path classFolder = Files.createDirectories(folder.resolve("images/c" + character));
      for (int sample = 0; sample < 4; sample++) {
        Files.write(
            classFolder.resolve(sample + ".png"), new Script(2).draw(character, sample, 32).png());
      }
    }
    var said = train(recipe(), "--images", folder.resolve("images").toString());
    assertThat(said.code()).as(said.err()).isZero();
    var answer = new ObjectMapper().readTree(said.out());
    assertThat(answer.path("validation").path("classes").asInt()).isEqualTo(12);
    assertThat(answer.path("steps").asInt()).isEqualTo(3);
    assertThat(Path.of(answer.path("encoder").asText())).exists();
  }
}
