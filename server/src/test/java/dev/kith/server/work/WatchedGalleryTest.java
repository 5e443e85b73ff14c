package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import dev.kith.gallery.cohort.Origin;
import dev.kith.gallery.registry.SqliteRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two subjects, and one stranger who is the first of them.
class WatchedGalleryTest {
  private static final GalleryName STAFF = new GalleryName("staff");
  private static final Space SPACE = Space.vectors(STAFF, 2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Exclusion PAIR =
      new Exclusion.Enrolled(new StrangerId("stray"), new SubjectId("ann"));

  @TempDir private Path directory;

  private Registry registry;
  private GalleryEntry gallery;
  private WatchedGallery watch;

  @BeforeEach
  void fill() {
    registry = SqliteRegistry.open(directory);
    gallery = registry.put(STAFF, SPACE, GallerySettings.DEFAULTS);
    List<Embedding> same = List.of(Embedding.of(SPACE, new float[] {1, 0}));
    write(
        new Write.Enrol(new SubjectId("ann"), new TemplateId("t"), same, Optional.empty()),
        new Write.Enrol(
            new SubjectId("bob"),
            new TemplateId("t"),
            Embedding.of(SPACE, new float[] {0, 1}),
            Optional.empty()),
        new Write.Admit(
            Stranger.Role.COHORT,
            new StrangerId("stray"),
            Optional.empty(),
            same,
            Optional.empty()));
    Encoders none =
        new Encoders(
            registry,
            directory,
            (_, _) -> {
              throw new AssertionError("a gallery of vectors has no encoder");
            });
    watch =
        new WatchedGallery(
            registry, new Priors(none), gallery, Origin.ENCODED, directory.resolve("staff.cohort"));
    settle();
  }

  @AfterEach
  void close() {
    watch.close();
    registry.close();
  }

  private void write(Write... writes) {
    registry.submit(gallery, List.of(writes)).join();
  }

  private void settle() {
    assertThat(watch.await(PATIENCE)).isTrue();
    watch.refresh();
  }

  private void say(Write write) {
    write(write);
    watch.exclusionsMoved();
    assertThat(watch.await(PATIENCE)).isTrue();
    assertThat(watch.isDue()).isTrue();
    watch.refresh();
    assertThat(watch.isDue()).isFalse();
  }

  private long excluded() {
    return watch.known().orElseThrow().standing().suspects().excluded();
  }

  @Test
  void whatAnOperatorSaysIsDueAtOnceHoweverShortAgoTheLastLookWas() {
    assertThat(watch.isDue()).isFalse();
    say(new Write.Exclude(PAIR));
    assertThat(excluded()).isOne();
    say(new Write.Readmit(PAIR));
    assertThat(excluded()).isZero();
  }
}
