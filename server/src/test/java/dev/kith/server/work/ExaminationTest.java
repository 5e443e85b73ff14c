package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.Candidate;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
  private static final GalleryName STAFF = new GalleryName("staff");

  @TempDir private Path directory;

  private static Presented image(String sample) {
    return new Presented.Image(sample.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsOddAboutWhoIsEnrolledIsNamed() {
    try (Kith kith = TestKith.open(directory, KithOptions.defaults()).kith()) {
      Gallery gallery =
          kith.galleries().put(STAFF, GalleryWish.of(Optional.of("letters"), OptionalInt.empty()));
      List<CompletableFuture<?>> done = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        done.add(enrol(kith, gallery, "p" + i, "sample word%d first".formatted(i)));
        done.add(enrol(kith, gallery, "p" + i, "sample word%d second".formatted(i)));
      }
      // the same sample twice; one of p5's is of p6; a stranger is p7
      done.add(enrol(kith, gallery, "p3", "sample word4 first"));
      done.add(enrol(kith, gallery, "p5", "sample word6 astray"));
      done.add(
          kith.admissions()
              .admit(
                  gallery,
                  Stranger.Role.COHORT,
                  Optional.of(new StrangerId("enrolled later")),
                  Optional.empty(),
                  image("sample word7 outside")));
      done.forEach(CompletableFuture::join);
      Examination found = kith.examine(STAFF);
      assertThat(found.examined()).isEqualTo(242);
      assertThat(found.threshold()).isPresent();
      assertThat(found.duplicates())
          .singleElement()
          .satisfies(pair ->
              assertThat(Set.of(pair.one(), pair.other()))
                  .isEqualTo(Set.of(new SubjectId("p3"), new SubjectId("p4"))));
      assertThat(found.mislabelled())
          .anySatisfy(stray -> {
            assertThat(stray.subject()).isEqualTo(new SubjectId("p5"));
            assertThat(stray.nearest()).isEqualTo(new SubjectId("p6"));
          });
      assertThat(found.suspects())
          .extracting(Examination.Suspect::subject)
          .allMatch(new SubjectId("p7")::equals);
    }
  }

  @Test
  void anEnrolmentThatLooksLikeSomebodyElseSaysSo() {
    try (Kith kith = TestKith.open(directory, KithOptions.defaults()).kith()) {
      Gallery gallery =
          kith.galleries().put(STAFF, GalleryWish.of(Optional.of("letters"), OptionalInt.empty()));
      enrol(kith, gallery, "ann", "sample word1 first").join();
      Item again = Item.of("ann again", image("sample word1 second"));
      assertThat(kith.enrolments().enrol(gallery, Enrolment.of(again)).join())
          .singleElement()
          .satisfies(done ->
              assertThat(done.possibleDuplicates())
                  .extracting(Candidate::subject)
                  .containsExactly(new SubjectId("ann")));
      Item other = Item.of("bea", image("sample word2 first"));
      assertThat(kith.enrolments().enrol(gallery, Enrolment.of(other)).join().getFirst())
          .satisfies(done -> assertThat(done.possibleDuplicates()).isEmpty());
    }
  }

  private static CompletableFuture<?> enrol(
      Kith kith, Gallery gallery, String subject, String sample) {
    return kith.enrolments().enrol(gallery, Enrolment.of(Item.of(subject, image(sample))));
  }
}
