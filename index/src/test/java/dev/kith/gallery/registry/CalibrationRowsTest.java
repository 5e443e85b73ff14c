package dev.kith.gallery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.Exclusion;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Receipt.Outcome;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.ThresholdHistory;
import dev.kith.gallery.Write;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a gallery's calibration keeps in the registry: exclusions and past thresholds.
class CalibrationRowsTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId BOB = new SubjectId("bob");

  @TempDir private Path directory;

  private static Outcome outcome(SqliteRegistry registry, GalleryEntry gallery, Write write) {
    return registry.submit(gallery, List.of(write)).join().getFirst().outcome();
  }

  @Test
  void anExclusionIsKeptOnceWhicheverWayItIsNamedAndOutlivesARestart() {
    Exclusion twice = new Exclusion.Twice(BOB, ANN);
    Exclusion enrolled = new Exclusion.Enrolled(new StrangerId("x"), ANN);
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      assertThat(outcome(registry, gallery, new Write.Exclude(twice))).isEqualTo(Outcome.CREATED);
      assertThat(outcome(registry, gallery, new Write.Exclude(new Exclusion.Twice(ANN, BOB))))
          .isEqualTo(Outcome.UNCHANGED);
      assertThat(outcome(registry, gallery, new Write.Exclude(enrolled)))
          .isEqualTo(Outcome.CREATED);
    }
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      assertThat(registry.exclusions(gallery)).containsExactly(enrolled, twice);
      assertThat(outcome(registry, gallery, new Write.Readmit(twice))).isEqualTo(Outcome.REMOVED);
      assertThat(outcome(registry, gallery, new Write.Readmit(twice))).isEqualTo(Outcome.ABSENT);
      assertThat(registry.exclusions(gallery)).containsExactly(enrolled);
    }
  }

  @Test
  void aSubjectIsNotExcludedFromItself() {
    assertThatThrownBy(() -> new Exclusion.Twice(ANN, ANN))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("got ann twice, expected two subjects");
  }

  @Test
  void pastThresholdsAreReadNewestFirstAndTheOldestGo() {
    try (SqliteRegistry registry = SqliteRegistry.open(directory)) {
      GalleryEntry gallery = Rows.gallery(registry);
      for (int i = 0; i < 1005; i++) {
        registry.thresholds().add(gallery, entry(i));
      }
      assertThat(registry.thresholds().newest(gallery, 2))
          .containsExactly(entry(1004), entry(1003));
      assertThat(registry.thresholds().newest(gallery, 5000)).hasSize(1000);
    }
  }

  private static ThresholdHistory.Entry entry(long number) {
    return new ThresholdHistory.Entry(
        Instant.ofEpochMilli(1_700_000_000_000L + number),
        "sha256:1",
        number,
        10,
        0.001,
        0.5,
        0.4,
        0.6,
        "cohort",
        2000,
        "the gallery grew");
  }
}
