package dev.kith.gallery.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Fusion;
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
import dev.kith.gallery.Unencoded;
import dev.kith.gallery.Write;
import dev.kith.gallery.registry.SqliteRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A cohort that followed random changes says what one that reads everything afresh says; what
/// differs names its seed and round.
class CohortModelTest {
  private static final Space SPACE = Space.vectors(new GalleryName("staff"), 8);
  private static final Space FRESH = new Space("sha256:fresh", 12);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final GalleryName name = new GalleryName("staff");
  private Path file;
  private SqliteRegistry registry;
  private GalleryEntry gallery;
  private Cohort cohort;
  private Registry.Subscription place;

  @BeforeEach
  void start() {
    file = directory.resolve("1.cohort");
    registry = SqliteRegistry.open(directory);
    gallery = registry.put(name, SPACE, GallerySettings.DEFAULTS);
    open();
  }

  private void score(Fusion fusion) {
    stop();
    gallery = registry.put(name, SPACE, GallerySettings.DEFAULTS.fusedBy(fusion));
    open();
  }

  @AfterEach
  void end() {
    stop();
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({"BEST,11", "BEST,12", "BEST,13", "CENTROID,14", "CENTROID,15", "CENTROID,16"})
  void whatWasFollowedIsWhatIsThere(Fusion fusion, long seed) throws IOException {
    score(fusion);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      writeSome(random);
      switch (random.nextInt(12)) {
        case 0 -> restart();
        case 1 -> crash(random);
        case 2 -> registry.trim(gallery);
        case 3 -> {
          registry.trim(gallery);
          crash(random);
        }
        default -> {
          // follows on
        }
      }
      if (random.nextInt(3) == 0) {
        agrees("seed %d round %d".formatted(seed, round));
      }
    }
    agrees("seed %d at the end".formatted(seed));
  }

  /// Another generation is built beside the one in charge and gets its embeddings one by one, while
  /// subjects come and go.
  @ParameterizedTest
  @CsvSource({"BEST,21", "BEST,22", "CENTROID,23"})
  void aCohortOfAnotherSpaceFollowsAReindex(Fusion fusion, long seed) throws IOException {
    score(fusion);
    Random random = new Random(seed);
    writeSome(random, SPACE);
    stop();
    file = directory.resolve("2.cohort");
    gallery = gallery.with(registry.lineage().begin(gallery, FRESH, Optional.empty()));
    open();
    for (int round = 0; round < 20; round++) {
      writeSome(random, SPACE, FRESH);
      encodeSome(random);
      if (random.nextInt(4) == 0) {
        crash(random);
      }
      agrees("seed %d round %d".formatted(seed, round));
    }
  }

  private void open() {
    cohort = new Cohort(registry, gallery, file);
    place = registry.subscribe(gallery, cohort, failure -> {});
    cohort.start();
  }

  private void stop() {
    place.close();
    cohort.close();
  }

  private void restart() {
    stop();
    open();
  }

  /// The file is as it was kept at some earlier moment; what came since is only in the log, or not
  /// even there.
  private void crash(Random random) throws IOException {
    Path earlier = directory.resolve("earlier");
    cohort.save();
    Files.copy(file, earlier, StandardCopyOption.REPLACE_EXISTING);
    for (int i = random.nextInt(3); i > 0; i--) {
      writeSome(random);
    }
    stop();
    Files.copy(earlier, file, StandardCopyOption.REPLACE_EXISTING);
    if (random.nextInt(3) == 0) {
      registry.trim(gallery);
    }
    open();
  }

  private void writeSome(Random random) {
    writeSome(random, SPACE);
  }

  private void writeSome(Random random, Space... spaces) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(150); i++) {
      writes.add(write(random, spaces));
    }
    registry.submit(gallery, writes).join();
    cohort.strangersMoved();
  }

  private void encodeSome(Random random) {
    List<Write> writes = new ArrayList<>();
    for (Unencoded each : registry.lineage().templates(gallery, FRESH, 0, 20)) {
      writes.add(
          new Write.Encode(each.owner(), each.number(), each.sample(), embedding(random, FRESH)));
    }
    for (Unencoded each : registry.lineage().strangers(gallery, FRESH, 0, 20)) {
      writes.add(
          new Write.Encode(each.owner(), each.number(), each.sample(), embedding(random, FRESH)));
    }
    registry.submit(gallery, writes).join();
    cohort.strangersMoved();
  }

  @Test
  void nothingIsComparedAgainAfterARestart() {
    Random random = new Random(5);
    for (int i = 0; i < 25; i++) {
      writeSome(random);
    }
    assertThat(cohort.await(PATIENCE)).isTrue();
    Standing measured = cohort.standing();
    restart();
    assertThat(cohort.knows()).isTrue();
    assertThat(cohort.await(PATIENCE)).isTrue();
    // strangers are read; there is nothing to draw, apply or compare
    assertThat(cohort.version()).isEqualTo(1);
    assertThat(cohort.standing().evidence().getFirst().threshold(0.1, 80))
        .isEqualTo(measured.evidence().getFirst().threshold(0.1, 80));
  }

  @Test
  void aFileOfAnotherFusionIsPassedOver() {
    writeSome(new Random(4));
    assertThat(cohort.await(PATIENCE)).isTrue();
    score(Fusion.CENTROID);
    assertThat(cohort.knows()).isFalse();
    agrees("by centroids");
  }

  @Test
  void aDamagedFileIsPassedOver() throws IOException {
    writeSome(new Random(3));
    assertThat(cohort.await(PATIENCE)).isTrue();
    stop();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    open();
    assertThat(cohort.knows()).isFalse();
    agrees("after the damage");
  }

  private static Embedding embedding(Random random, Space space) {
    float[] values = new float[space.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.of(space, values);
  }

  private static List<Embedding> embeddings(Random random, Space... spaces) {
    return Arrays.stream(spaces).map(space -> embedding(random, space)).toList();
  }

  private static Write write(Random random, Space... spaces) {
    SubjectId subject = new SubjectId("s" + random.nextInt(90));
    TemplateId template = new TemplateId("t" + random.nextInt(3));
    StrangerId stranger = new StrangerId("x" + random.nextInt(120));
    return switch (random.nextInt(24)) {
      case 0, 1 -> new Write.Remove(subject);
      case 2, 3, 4, 5 -> new Write.Withdraw(subject, template);
      case 6, 7, 8, 9, 10, 11 ->
          new Write.Admit(
              Stranger.Role.COHORT,
              stranger,
              random.nextInt(3) == 0
                  ? Optional.of(new SubjectId("p" + random.nextInt(9)))
                  : Optional.empty(),
              embeddings(random, spaces),
              Optional.empty());
      case 12, 13 -> new Write.Dismiss(Stranger.Role.COHORT, stranger);
      case 14 ->
          new Write.Admit(
              Stranger.Role.KNOWN,
              stranger,
              Optional.empty(),
              embeddings(random, spaces),
              Optional.empty());
      case 15 -> new Write.Exclude(exclusion(random));
      case 16 -> new Write.Readmit(exclusion(random));
      default -> new Write.Enrol(subject, template, embeddings(random, spaces), Optional.empty());
    };
  }

  private static Exclusion exclusion(Random random) {
    int one = random.nextInt(30);
    SubjectId subject = new SubjectId("s" + one);
    return random.nextBoolean()
        ? new Exclusion.Enrolled(new StrangerId("x" + random.nextInt(20)), subject)
        : new Exclusion.Twice(subject, new SubjectId("s" + (one + 1 + random.nextInt(29))));
  }

  private void agrees(String when) {
    assertThat(cohort.await(PATIENCE)).as(when).isTrue();
    Space space = gallery.space();
    List<Template> templates = registry.templates(gallery, space, 0, 10_000).templates();
    Exclusions excluded = new Exclusions(registry.exclusions(gallery), cohort.watched());
    for (Watch watch : cohort.watched()) {
      switch (gallery.settings().fusion()) {
        case BEST -> agrees(watch, templates, excluded.of(watch), when);
        case CENTROID -> agrees(watch, centroids(watch, templates), excluded.of(watch), when);
      }
    }
    assertThat(cohort.watched().stream().filter(Watch::isStranger).map(each -> each.number))
        .as(when)
        .containsExactlyInAnyOrderElementsOf(
            registry.strangers().page(gallery, Stranger.Role.COHORT, space, 0, 1000).stream()
                .map(Stranger::number)
                .toList());
    assertThat(
            cohort.watched().stream().filter(each -> !each.isStranger()).map(each -> each.number))
        .as(when)
        .isSubsetOf(templates.stream().map(Template::number).toList());
    assertThat(cohort.standing().pending()).as(when).isZero();
  }

  /// A template for each subject, at the centroid of those that aren't the watch's own.
  private static List<Template> centroids(Watch watch, List<Template> templates) {
    Map<SubjectId, List<Template>> subjects =
        templates.stream()
            .filter(each -> watch.isStranger() || each.number() != watch.number)
            .collect(Collectors.groupingBy(Template::subject));
    return subjects.values().stream()
        .map(each ->
            new Template(
                0,
                each.getFirst().subjectNumber(),
                each.getFirst().subject(),
                each.getFirst().id(),
                mean(each)))
        .toList();
  }

  private static Embedding mean(List<Template> templates) {
    Space space = templates.getFirst().embedding().space();
    float[] sum = new float[space.dimension()];
    for (Template each : templates) {
      float[] values = each.embedding().toArray();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    return Embedding.of(space, sum);
  }

  private static void agrees(
      Watch watch, List<Template> templates, Set<SubjectId> excluded, String when) {
    float best = Float.NEGATIVE_INFINITY;
    float own = Float.NEGATIVE_INFINITY;
    float same = Float.NEGATIVE_INFINITY;
    for (Template each : templates) {
      float score = dot(watch.embedding, each.embedding());
      if (watch.isOf(Reference.of(each))) {
        own = each.number() == watch.number ? own : Math.max(own, score);
      } else if (excluded.contains(each.subject())) {
        same = Math.max(same, score);
      } else {
        best = Math.max(best, score);
      }
    }
    assertThat(watch.excluded()).as(when).isEqualTo(excluded);
    assertThat(best(watch.others)).as(when).isCloseTo(best, within(1e-6f));
    assertThat(best(watch.own)).as(when).isCloseTo(own, within(1e-6f));
    assertThat(best(watch.same)).as(when).isCloseTo(same, within(1e-6f));
  }

  private static float best(Near near) {
    return near.isEmpty() ? Float.NEGATIVE_INFINITY : near.best();
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
