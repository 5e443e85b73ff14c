package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Job;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An encoder that says its probes find an older one's templates is measured before it is believed.
class ReindexCompatibleTest extends ReindexFixture {
  private static Presented.Image sample(String text) {
    return new Presented.Image(text.getBytes(StandardCharsets.UTF_8));
  }

  private void admitStrangers() {
    for (int i = 0; i < 200; i++) {
      var _ =
          test.kith()
              .admissions()
              .admit(
                  gallery,
                  Stranger.Role.COHORT,
                  Optional.of(new StrangerId("stranger" + i)),
                  Optional.empty(),
                  sample("sample stranger%d only".formatted(i)))
              .join();
    }
  }

  /// A probe that a client encoded with the new encoder.
  private Presented probe(String encoder, String text) {
    Embedding embedding = test.kith().encoders().encode(encoder, sample(text));
    return new Presented.Vector(embedding.toArray(), Optional.of(embedding.space().id()));
  }

  /// Asks all the while that the job runs.
  private List<Answer> answers(Job job, Presented probe) throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    while (!test.kith().jobs().get(job.id()).state().isOver()) {
      try {
        answers.add(test.kith().recognition().identify(gallery, probe, Ask.best(3)));
      } catch (GalleryException.Conflict mismatch) {
        assertThat(mismatch.code()).isEqualTo("space-mismatch");
      }
      Thread.sleep(5);
    }
    return answers;
  }

  private Job begin(String encoder) {
    return test.kith().reindexing().begin(STAFF, ReindexWish.to(Optional.of(encoder)));
  }

  @Test
  void probesOfACompatibleEncoderAskTheOldGenerationWhileTheNewOneIsBuilt() throws Exception {
    enrolPeople();
    admitStrangers();
    Job job = begin("kin");
    List<Answer> answers = answers(job, probe("kin", "sample word7 probe"));
    assertThat(report(job)).contains("\"phase\":\"compatible\",\"verdict\":\"passed\"");
    assertThat(answers)
        .anySatisfy(answer -> {
          assertThat(answer.generation()).isEqualTo(1);
          assertThat(answer.gallery().space()).isEqualTo(space("letters"));
          assertThat(best(answer)).isEqualTo(new SubjectId("p7"));
          assertThat(answer.calibration()).isPresent();
        });
    assertThat(ended(job).state()).isEqualTo(Job.State.DONE);
    assertThat(identify("sample word7 probe").generation()).isEqualTo(2);
  }

  @Test
  void anEncoderThatOnlyClaimsItIsRefusedAndItsProbesWait() throws Exception {
    enrolPeople();
    admitStrangers();
    Job job = begin("boaster");
    assertThat(answers(job, probe("boaster", "sample word7 probe")))
        .allSatisfy(answer -> assertThat(answer.generation()).isEqualTo(2));
    assertThat(report(job)).contains("\"phase\":\"compatible\",\"verdict\":\"refused\"");
  }
}
