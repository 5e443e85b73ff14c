package dev.kith.gallery.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Template;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import dev.kith.gallery.registry.SqliteRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A cohort that followed random changes says what one that reads everything afresh says; what
/// differs names its seed and round.
class CohortModelTest {
  private static final Space SPACE = Space.vectors(new GalleryName("staff"), 8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void whatWasFollowedIsWhatIsThere(long seed) {
    Random random = new Random(seed);
    SqliteRegistry registry = SqliteRegistry.open(directory);
    GalleryEntry gallery = registry.put(new GalleryName("staff"), SPACE, GallerySettings.DEFAULTS);
    Cohort cohort = new Cohort(registry, gallery, directory.resolve("1.cohort"));
    Registry.Subscription place = registry.subscribe(gallery, cohort, failure -> {});
    cohort.start();
    try {
      for (int round = 0; round < 40; round++) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(150); i++) {
          writes.add(write(random));
        }
        registry.submit(gallery, writes).join();
        cohort.strangersMoved();
        if (random.nextInt(10) == 0) {
          place.close();
          cohort.close();
          cohort = new Cohort(registry, gallery, directory.resolve("1.cohort"));
          place = registry.subscribe(gallery, cohort, failure -> {});
          cohort.start();
        }
        if (random.nextInt(3) == 0) {
          agrees(registry, gallery, cohort, "seed %d round %d".formatted(seed, round));
        }
      }
      agrees(registry, gallery, cohort, "seed %d at the end".formatted(seed));
    } finally {
      place.close();
      cohort.close();
      registry.close();
    }
  }

  @Test
  void whatWasMeasuredIsSaidAgainAfterARestartAndADamagedFileIsPassedOver() throws Exception {
    Path file = directory.resolve("1.cohort");
    Random random = new Random(3);
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery =
          registry.put(new GalleryName("staff"), SPACE, GallerySettings.DEFAULTS);
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        writes.add(
            new Write.Enrol(
                new SubjectId("s" + i), new TemplateId("t"), embedding(random), Optional.empty()));
      }
      registry.submit(gallery, writes).join();
      Cohort cohort = new Cohort(registry, gallery, file);
      assertThat(cohort.knows()).isFalse();
      cohort.start();
      assertThat(cohort.await(PATIENCE)).isTrue();
      Standing measured = cohort.standing();
      cohort.close();

      Cohort again = new Cohort(registry, gallery, file);
      assertThat(again.knows()).isTrue();
      assertThat(again.standing().evidence().getFirst().threshold(0.1, 80))
          .isEqualTo(measured.evidence().getFirst().threshold(0.1, 80));

      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      assertThat(new Cohort(registry, gallery, file).knows()).isFalse();
    }
  }

  private static Embedding embedding(Random random) {
    float[] values = new float[SPACE.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(SPACE, values);
  }

  private static Write write(Random random) {
    SubjectId subject = new SubjectId("s" + random.nextInt(90));
    TemplateId template = new TemplateId("t" + random.nextInt(3));
    StrangerId stranger = new StrangerId("x" + random.nextInt(120));
    return switch (random.nextInt(12)) {
      case 0 -> new Write.Remove(subject);
      case 1, 2 -> new Write.Withdraw(subject, template);
      case 3, 4, 5 ->
          new Write.Admit(
              Stranger.Role.COHORT,
              stranger,
              random.nextInt(3) == 0
                  ? Optional.of(new SubjectId("p" + random.nextInt(9)))
                  : Optional.empty(),
              List.of(embedding(random)),
              Optional.empty());
      case 6 -> new Write.Dismiss(Stranger.Role.COHORT, stranger);
      case 7 ->
          new Write.Admit(
              Stranger.Role.KNOWN,
              stranger,
              Optional.empty(),
              List.of(embedding(random)),
              Optional.empty());
      default -> new Write.Enrol(subject, template, embedding(random), Optional.empty());
    };
  }

  private static void agrees(Registry registry, GalleryEntry gallery, Cohort cohort, String when) {
    assertThat(cohort.await(PATIENCE)).as(when).isTrue();
    List<Template> templates = registry.templates(gallery, SPACE, 0, 10_000).templates();
    for (Watch watch : cohort.watched()) {
      float best = Float.NEGATIVE_INFINITY;
      float own = Float.NEGATIVE_INFINITY;
      for (Template each : templates) {
        float score = dot(watch.embedding, each.embedding());
        if (each.subjectNumber() != watch.subject) {
          best = Math.max(best, score);
        } else if (each.number() != watch.number) {
          own = Math.max(own, score);
        }
      }
      assertThat(watch.others.isEmpty() ? Float.NEGATIVE_INFINITY : watch.others.best())
          .as(when)
          .isCloseTo(best, within(1e-6f));
      assertThat(watch.own.isEmpty() ? Float.NEGATIVE_INFINITY : watch.own.best())
          .as(when)
          .isCloseTo(own, within(1e-6f));
    }
    assertThat(cohort.watched().stream().filter(Watch::isStranger).map(each -> each.number))
        .as(when)
        .containsExactlyInAnyOrderElementsOf(
            registry.strangers().page(gallery, Stranger.Role.COHORT, SPACE, 0, 1000).stream()
                .map(Stranger::number)
                .toList());
    assertThat(cohort.standing().pending()).as(when).isZero();
  }

  private static float dot(Embedding a, Embedding b) {
    float[] left = a.toArray();
    float[] right = b.toArray();
    float sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
