package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {
  @TempDir private Path folder;

  @Test
  void theBestLookIsTheFirstOfEquals() {
    var course = new Course(100);
    for (double recall : new double[] {0.1, 0.5, 0.4, 0.5}) {
      course.looked(recall, Optional.empty());
    }
    assertThat(course.looksSinceBest()).isEqualTo(2);
  }

  @Test
  void aRunThatGetsNoBetterStopsAndGivesItsBestWeights() throws Exception {
    // so low a rate changes nothing: no look is better than the first
    var recipe =
        Recipes.glyphs(
            """
            ,"optimiser":{"rate":1e-12,"lossRate":1e-12},"budget":{"steps":400},
            "validation":{"classes":12,"samples":4,"every":5,"patience":3}
            """);
    var metrics = new Run(recipe, folder, folder, Duration.ofHours(1)).train();
    assertThat(metrics.path("steps").asInt()).isLessThan(400);
    assertThat(metrics.path("validation").path("looks")).hasSizeBetween(4, 20);
    double best = 0;
    for (var look : metrics.path("validation").path("looks")) {
      best = Math.max(best, look.path("recallAt1").asDouble());
    }
    assertThat(metrics.path("validation").path("recallAt1").asDouble()).isEqualTo(best);
  }

  @Test
  void aRunLeavesItsPictures() throws Exception {
    new Run(
            Recipes.glyphs(
                ",\"budget\":{\"steps\":12},\"validation\":{\"classes\":12,\"samples\":4,\"every\":4}"),
            folder,
            folder,
            Duration.ofHours(1))
        .train();
    var xml = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
    for (String name : new String[] {"curves.svg", "embedding.svg"}) {
      var root = xml.parse(folder.resolve(name).toFile()).getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("svg");
      assertThat(root.getElementsByTagName("circle").getLength()).isGreaterThan(1);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "curves.svg", "embedding.svg", "encoder.onnx", "metrics.json", "recipe.json");
    }
  }

  @Test
  void aCollapseIsTold() throws Exception {
    var collapse = new Collapse();
    for (int step = 0; step < 100; step++) {
      assertThat(collapse.warning()).isEmpty();
      collapse.watch(new Trainer.Step(step, 0.2, 1, 0.001));
    }
    assertThat(collapse.warning().orElseThrow()).contains("collapse").contains("0.2000");
  }
}
