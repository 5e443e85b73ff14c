package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResumeTest {
  private static final int KILLS = Boolean.getBoolean("kith.stress") ? 30 : 3;
  private static final long SEED = 20261126;
  private static final Duration EVERY_STEP = Duration.ZERO;

  /// Everything that has a state: proxies, a memory, dropout, running statistics, the best look.
  private static final String STATEFUL =
      """
      ,"losses":[{"loss":"multi_similarity"},{"loss":"proxy_anchor","factor":0.1}],
      "memory":{"capacity":60,"warmUp":20},"batch":{"sampler":"neighbours","classes":8,"perClass":3},
      "validation":{"classes":12,"samples":4,"every":40,"patience":50},"budget":{"steps":300}
      """;

  @TempDir private Path folder;

  private Run run(Recipe recipe, String name) throws Exception {
    return new Run(recipe, folder, folder.resolve(name), EVERY_STEP);
  }

  private Process start(Path recipe, Path out) throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "dev.kith.tools.Kith",
            "train",
            recipe.toString(),
            "--out",
            out.toString(),
            "--save-every",
            "0.01");
    // not by -cp: ONNX Runtime 1.29 can't bear a long command line
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .start();
  }

  @Test
  void whoWasKilledAgainAndAgainEndsWithTheSameEncoderAsAnUnbrokenRun() throws Exception {
    var recipe = Recipes.glyphs(STATEFUL);
    run(recipe, "unbroken").train();
    Path file = Files.writeString(folder.resolve("recipe.json"), RecipeFile.write(recipe));
    Path out = folder.resolve("killed");
    var random = new Random(SEED);
    int cutOff = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      var process = start(file, out);
      while (process.isAlive() && !Files.exists(out.resolve(Checkpoint.NAME))) {
        Thread.sleep(10);
      }
      process.waitFor(random.nextInt(900), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      cutOff += Files.exists(out.resolve(Checkpoint.NAME)) ? 1 : 0;
    }
    assertThat(start(file, out).waitFor()).as(Files.readString(folder.resolve("out.txt"))).isZero();
    assertThat(cutOff).as("seed %d: killed in the middle", SEED).isPositive();
    assertThat(out.resolve("encoder.onnx"))
        .hasSameBinaryContentAs(folder.resolve("unbroken/encoder.onnx"));
    assertThat(out.resolve(Checkpoint.NAME)).doesNotExist();
  }

  @Test
  void aCheckpointOfAnotherTrainingIsNotTakenUp() throws Exception {
    cutOff("run");
    var other = Recipes.glyphs(",\"seed\":4,\"budget\":{\"steps\":30}");
    assertThatThrownBy(() -> run(other, "run").train())
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("belongs to another recipe")
        .hasMessageContaining("--fresh");
    assertThat(run(other, "run").fresh().train().path("steps").asInt()).isEqualTo(30);
  }

  @Test
  void aDamagedCheckpointIsToldFromAWholeOne() throws Exception {
    var recipe = cutOff("run");
    Path file = folder.resolve("run").resolve(Checkpoint.NAME);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> run(recipe, "run").train()).hasMessageContaining("is damaged");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> run(recipe, "run").train()).hasMessageContaining("is no checkpoint");
  }

  /// Leaves a checkpoint behind, as a kill would.
  private Recipe cutOff(String name) throws Exception {
    var recipe = Recipes.glyphs(",\"budget\":{\"steps\":30}");
    var split = Split.of(recipe, folder);
    var made = RunFolder.make(folder.resolve(name));
    try (var trainer = new Trainer(recipe, split)) {
      var course = new Course(30);
      course.took(trainer.step(0, 30));
      new Checkpoint(made, RecipeFile.write(recipe), split.training().checksum())
          .save(java.util.List.of(course, trainer));
    }
    return recipe;
  }
}
