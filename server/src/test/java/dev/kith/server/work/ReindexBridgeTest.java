package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReindexBridgeTest extends ReindexFixture {
  private Job moved(String encoder, double keep) throws InterruptedException {
    return ended(
        test.kith()
            .reindexing()
            .begin(
                STAFF,
                new ReindexWish(
                    Optional.of(encoder), true, 0.01, 1, Duration.ofDays(1), false, keep)));
  }

  private boolean isBridged(String encoder, String subject) {
    return rows(space(encoder)).values().stream()
        .filter(each -> each.subject().value().equals(subject))
        .findFirst()
        .orElseThrow()
        .embedding()
        .bridged();
  }

  @Test
  void templatesWithoutSamplesAreCarriedWhereAWayCanBeLearned() throws Exception {
    enrolPeople();
    enrolBare("bare", "sample unseen first");
    Job job = moved("turned", 0.95);
    assertThat(job.failure()).isEmpty();
    assertThat(gallery.entry().generation()).isEqualTo(2);
    assertThat(report(job))
        .contains("\"bridge\":{\"kind\":", "\"kept\":1.0", "{\"bridged\":")
        .contains("\"subject\":\"bare\"");
    assertThat(isBridged("turned", "bare")).isTrue();
    assertThat(isBridged("turned", "p1")).isFalse();
    assertThat(best(identify("sample unseen probe"))).isEqualTo(new SubjectId("bare"));
  }

  @Test
  void aBridgedSubjectThatIsEnrolledAgainIsBridgedNoMore() throws Exception {
    enrolPeople();
    enrolBare("bare", "sample unseen first");
    var _ = moved("turned", 0.95);
    enrol("bare", "sample unseen second");
    assertThat(rows(space("turned")).values())
        .filteredOn(each -> each.subject().value().equals("bare"))
        .singleElement()
        .satisfies(each -> assertThat(each.embedding().bridged()).isFalse());
    assertThat(best(identify("sample unseen probe"))).isEqualTo(new SubjectId("bare"));
    test.kith().reindexing().activate(gallery, 1);
    assertThat(rows(space("letters")).keySet()).hasSize(2 * PEOPLE + 2);
  }

  @Test
  void vectorsOfTheOlderSpaceAreEnrolledOverTheBridgeWhileItsGenerationStands() throws Exception {
    enrolPeople();
    enrolBare("bare", "sample unseen first");
    var _ = moved("turned", 0.95);
    enrolBare("later", "sample other first");
    assertThat(isBridged("turned", "later")).isTrue();
    assertThat(best(identify("sample other probe"))).isEqualTo(new SubjectId("later"));
    test.kith().reindexing().activate(gallery, 1);
    assertThat(best(identify("sample other probe"))).isEqualTo(new SubjectId("later"));
  }

  @Test
  void aWayThatLosesTooMuchFailsTheJobBeforeItBegins() throws Exception {
    enrolPeople();
    enrolBare("bare", "sample unseen first");
    Job job = moved("better", 0.95);
    assertThat(job.state()).isEqualTo(Job.State.FAILED);
    assertThat(job.failure()).contains("keeps 0.", "of the rank-1, expected 0.950 or more");
    assertThat(job.done()).as("nothing was encoded").isZero();
    assertThat(gallery.entry().generation()).isEqualTo(1);
    assertThat(gallery.lineage().getLast().state()).isEqualTo(GenerationEntry.State.DROPPED);
  }

  @Test
  void withoutSamplesOfAnybodyNothingCanBeLearned() throws Exception {
    for (int i = 0; i < 60; i++) {
      enrolBare("p" + i, "sample word%d first".formatted(i));
    }
    Job job = moved("turned", 0.95);
    assertThat(job.state()).isEqualTo(Job.State.FAILED);
    assertThat(job.failure()).contains("60 of 60 templates have no sample", "fewer than 50");
  }

  @Test
  void bridgedTemplatesAreJudgedByAThresholdOfTheirOwn() throws Exception {
    enrolPeople();
    for (int i = 0; i < 40; i++) {
      enrolBare("bare" + i, "sample unseen%d first".formatted(i));
    }
    for (int i = 0; i < 200; i++) {
      var _ =
          test.kith()
              .admissions()
              .admit(
                  gallery,
                  Stranger.Role.COHORT,
                  Optional.of(new StrangerId("s" + i)),
                  Optional.empty(),
                  new Presented.Image(
                      "sample stranger%d only".formatted(i).getBytes(StandardCharsets.UTF_8)))
              .join();
    }
    var _ = moved("turned", 0.95);
    Known encoded = test.kith().calibrations().settled(gallery.entry());
    Known bridged = test.kith().calibrations().bridged(gallery.entry()).orElseThrow();
    assertThat(encoded.standing().subjects()).isEqualTo(PEOPLE);
    assertThat(bridged.standing().subjects()).isEqualTo(40);
    assertThat(bridged.standing().strangers()).isEqualTo(200);
    Answer answer = identify("sample unseen7 probe");
    assertThat(answer.bridged()).contains(new SubjectId("bare7"));
    assertThat(best(answer)).isEqualTo(new SubjectId("bare7"));
    Answer other = identify("sample word7 probe");
    assertThat(best(other)).isEqualTo(new SubjectId("p7"));
    assertThat(answer.identification().threshold())
        .isNotEqualTo(other.identification().threshold());
    assertThat(answer.calibration().orElseThrow().subjects()).isEqualTo(PEOPLE + 40);
  }
}
