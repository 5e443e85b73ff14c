package dev.kith.tools.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LossesCommandTest {
  // two points of one class at distance 5: loss ½ 25, gradients ∓(3, 4)
  private static final String RIGHT =
      """
      {"loss_name": "contrastive_hadsell", "params": {"margin": 1.0}, "embeddings": [[0, 0], [3, 4]],
       "labels": [0, 0], "loss": 12.5, "grad_embeddings": [[-3, -4], [3, 4]]}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("golden.json");
  }

  private int run(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "--golden";
    args[1] = file.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return new CommandLine(new LossesCommand()).setOut(new PrintWriter(out, true)).execute(args);
  }

  private void golden(String... cases) throws IOException {
    Files.writeString(file, "{\"cases\": [" + String.join(",", cases) + "]}");
  }

  @Test
  void agreementEndsWithZero() throws IOException {
    golden(RIGHT);
    assertThat(run()).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("1 of 1 cases agree");
  }

  @Test
  void aWrongGradientIsFoundAndListedFirst() throws IOException {
    golden(RIGHT, RIGHT.replace("[3, 4]]}", "[3, 4.5]]}"));
    assertThat(run("--json")).isEqualTo(ExitCode.DONE_WITH_REFUSALS);
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.path("cases").asInt()).isEqualTo(2);
    assertThat(document.path("passed").asInt()).isEqualTo(1);
    JsonNode worst = document.path("worst").path(0);
    assertThat(worst.path("loss_name").asText()).isEqualTo("contrastive_hadsell");
    assertThat(worst.path("params").path("margin").asDouble()).isEqualTo(1);
    assertThat(worst.path("deviation").asDouble()).isEqualTo(0.5);
  }

  @Test
  void anUnknownLossIsOneCaseThatIsOff() throws IOException {
    golden(RIGHT, RIGHT.replace("contrastive_hadsell", "guess"));
    assertThat(run("--json")).isEqualTo(ExitCode.DONE_WITH_REFUSALS);
    JsonNode worst = new ObjectMapper().readTree(out.toString()).path("worst").path(0);
    assertThat(worst.path("deviation").isNull()).isTrue();
    assertThat(worst.path("problem").asText()).contains("guess");
  }

  @Test
  void weightsMayHaveMoreClassesThanTheBatchShows() throws IOException {
    golden(
        """
        {"loss_name": "center", "params": {}, "embeddings": [[1, 0]], "labels": [0], "loss": 0.5,
         "weights": [[0, 0], [9, 9]], "grad_embeddings": [[1, 0]], "grad_weights": [[-1, 0], [0, 0]]}
        """);
    assertThat(run()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aFileWithoutCasesFails() throws IOException {
    golden();
    assertThat(run()).isNotEqualTo(ExitCode.DONE);
  }
}
